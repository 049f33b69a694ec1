import type { Application } from './tenant-record.ts'

/** Fixed identifiers of the service: roles, products, plans, method ids. The values are Microsoft's published ones. */

export const roles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  authenticationPolicyAdministrator: '0526716b-113d-4c15-b2c8-68e3c22b9f80',
  authenticationAdministrator: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  privilegedAuthenticationAdministrator: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  licenseAdministrator: '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
  reportsReader: '4a5d8f65-41da-4de4-8968-e035b65339cf',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  passwordAdministrator: '966707d0-3269-4727-9be2-8c3a10f19b9d',
  directoryWriters: '9360feb5-f418-4baa-8175-e2a00bac4301',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
} as const
export type RoleId = (typeof roles)[keyof typeof roles]

export const roleNames: Record<string, string> = {
  [roles.globalAdministrator]: 'Global Administrator',
  [roles.authenticationPolicyAdministrator]: 'Authentication Policy Administrator',
  [roles.authenticationAdministrator]: 'Authentication Administrator',
  [roles.privilegedAuthenticationAdministrator]: 'Privileged Authentication Administrator',
  [roles.userAdministrator]: 'User Administrator',
  [roles.groupsAdministrator]: 'Groups Administrator',
  [roles.licenseAdministrator]: 'License Administrator',
  [roles.reportsReader]: 'Reports Reader',
  [roles.globalReader]: 'Global Reader',
  [roles.securityReader]: 'Security Reader',
  [roles.securityAdministrator]: 'Security Administrator',
  [roles.privilegedRoleAdministrator]: 'Privileged Role Administrator',
  [roles.helpdeskAdministrator]: 'Helpdesk Administrator',
  [roles.passwordAdministrator]: 'Password Administrator',
  [roles.directoryWriters]: 'Directory Writers',
  [roles.applicationAdministrator]: 'Application Administrator',
  [roles.cloudApplicationAdministrator]: 'Cloud Application Administrator',
  [roles.conditionalAccessAdministrator]: 'Conditional Access Administrator',
  [roles.directoryReaders]: 'Directory Readers',
}

/** A role's id inside one tenant differs from its template id; clients must compare the template id. */
export const roleInstanceId = (templateId: string): string => `a0${templateId.slice(2)}`
export const roleTemplateOf = (id: string): string | undefined =>
  Object.values(roles).find((templateId) => templateId === id || roleInstanceId(templateId) === id)

export const premiumPlanIds = {
  p1: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
  p2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
} as const

export interface ServicePlan {
  servicePlanId: string
  servicePlanName: string
  appliesTo: 'User' | 'Company'
}

const exchangeFoundation: ServicePlan = {
  servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318',
  servicePlanName: 'EXCHANGE_S_FOUNDATION',
  appliesTo: 'Company',
}

export interface Product {
  skuId: string
  skuPartNumber: string
  plans: readonly ServicePlan[]
}

export const entraP2: Product = {
  skuId: '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
  skuPartNumber: 'AAD_PREMIUM_P2',
  plans: [
    exchangeFoundation,
    {
      servicePlanId: '932ad362-64a8-4783-9106-97849a1a30b9',
      servicePlanName: 'ADALLOM_S_DISCOVERY',
      appliesTo: 'Company',
    },
    { servicePlanId: premiumPlanIds.p1, servicePlanName: 'AAD_PREMIUM', appliesTo: 'User' },
    { servicePlanId: premiumPlanIds.p2, servicePlanName: 'AAD_PREMIUM_P2', appliesTo: 'User' },
    {
      servicePlanId: '8a256a2b-b617-496d-b51b-e76466e88db0',
      servicePlanName: 'MFA_PREMIUM',
      appliesTo: 'User',
    },
  ],
}

export const flowFree: Product = {
  skuId: 'f30db892-07e9-47e9-837c-80727f46fd3d',
  skuPartNumber: 'FLOW_FREE',
  plans: [
    {
      servicePlanId: '50e68c76-46c6-4674-81f9-75456511b170',
      servicePlanName: 'FLOW_P2_VIRAL',
      appliesTo: 'User',
    },
    exchangeFoundation,
  ],
}

export const products: readonly Product[] = [entraP2, flowFree]
export const productOf = (skuId: string): Product | undefined => products.find((product) => product.skuId === skuId)

export const passwordMethodId = '28c10230-6103-485e-b985-444c60001490'
export const emailMethodId = '3ddfcfc8-9383-446f-83cc-3ab9be4be18f'
export const phoneMethodIds = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
} as const

/** Clients of Microsoft's own that exist in every tenant (graph-docs, and entra-docs: verify-first-party-apps-sign-in.md). */
export const firstPartyApplications: Application[] = [
  {
    appId: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
    displayName: 'Microsoft Graph Command Line Tools',
    isFirstParty: true,
    isEnabled: true,
    requiresAssignment: false,
  },
  {
    appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    displayName: 'Microsoft Azure CLI',
    isFirstParty: true,
    isEnabled: true,
    requiresAssignment: false,
  },
]
