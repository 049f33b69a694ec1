/** Service plans that carry Entra ID P1 and P2 (Entra docs, licensing-service-plan-reference). SKUs are too many to list. */
export const premiumPlanIds: ReadonlySet<string> = new Set([
  '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
  'eec0eb4f-6444-4f95-aba0-50c24d67f998',
])

/** Products people know by another name than their `skuPartNumber`. */
const productNames: Record<string, string> = {
  AAD_PREMIUM: 'Microsoft Entra ID P1',
  AAD_PREMIUM_P2: 'Microsoft Entra ID P2',
  EMS: 'Enterprise Mobility + Security E3',
  EMSPREMIUM: 'Enterprise Mobility + Security E5',
  SPE_E3: 'Microsoft 365 E3',
  SPE_E5: 'Microsoft 365 E5',
  DEVELOPERPACK_E5: 'Microsoft 365 E5 Developer',
  SPB: 'Microsoft 365 Business Premium',
  SPE_F1: 'Microsoft 365 F3',
}

export const productName = (skuPartNumber: string): string => productNames[skuPartNumber] ?? skuPartNumber

/** Rooms and shared devices list P1, but must never be offered for people. */
export const notForPeople: ReadonlySet<string> = new Set(['MEETING_ROOM', 'MCOCAP', 'Microsoft_Teams_Rooms_Pro'])
