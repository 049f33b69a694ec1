/**
 * Products everybody gets for nothing, which the service does not call trials (Microsoft's list of product names, behind
 * Entra docs: users/licensing-service-plan-reference.md). Their units say nothing about who uses them.
 */
const free: ReadonlySet<string> = new Set([
  'AAD_BASIC_FREE',
  'CCIBOTS_PRIVPREV_VIRAL',
  'DYN365_ENTERPRISE_P1_IW',
  'FLOW_FREE',
  'FORMS_PRO',
  'MICROSOFT_BUSINESS_CENTER',
  'PHONESYSTEM_VIRTUALUSER',
  'POWERAPPS_DEV',
  'POWERAPPS_VIRAL',
  'POWER_BI_STANDARD',
  'RIGHTSMANAGEMENT_ADHOC',
  'STREAM',
  'TEAMS_COMMERCIAL_TRIAL',
  'TEAMS_EXPLORATORY',
  'TEAMS_FREE',
  'WINDOWS_STORE',
])

/** Sandboxes of the Microsoft 365 Developer Program (graph-facts §1.4, §11). */
const developer = /^DEVELOPERPACK/

/** Whether somebody pays for it, as far as is known. */
export const isBought = (product: {
  readonly skuPartNumber: string
  readonly units: number
  readonly isTrial: boolean | null
}): boolean =>
  product.isTrial !== true &&
  product.units > 0 &&
  !free.has(product.skuPartNumber.toUpperCase()) &&
  !developer.test(product.skuPartNumber.toUpperCase())
