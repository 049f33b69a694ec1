import type { GateKind, PhoneType } from '../rules/methods.ts'

export const gateLabels: Record<GateKind, string> = {
  authenticatorApp: 'Authenticator app',
  mobilePhone: 'Phone',
  alternateMobilePhone: 'Alternate phone',
  officePhone: 'Office phone',
  email: 'Email',
}

export const phoneLabels: Record<PhoneType, string> = {
  mobile: 'Phone',
  alternateMobile: 'Alternate phone',
  office: 'Office phone',
}
