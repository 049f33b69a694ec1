import type { GateKind } from '../rules/methods.ts'

export const gateLabels: Record<GateKind, string> = {
  authenticatorCode: 'Authenticator app',
  phoneText: 'Phone',
  email: 'Email',
}
