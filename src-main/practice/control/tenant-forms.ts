import { groupIdNamed } from './access-policies.ts'
import { type ControlForm, flagOf, type FormCall, given, numberOf, textOf } from './form-call.ts'
import { addApplication, changeApplication, removeApplication } from './tenant-applications.ts'
import { changeRole } from './tenant-roles.ts'
import { changeSynced } from './tenant-synced.ts'
import { changeShape, shapeOf } from './tenant-shape.ts'
import { addTenant, NewTenant } from './tenants.ts'
import { readAs } from './control-error.ts'

const reshape = (call: FormCall, value: unknown): Promise<void> => changeShape(call.parts.world, call.practice, value)

const domainForms: Record<string, ControlForm> = {
  'domain-add': {
    section: 'tenant',
    fields: { customDomains: 'domain', 'customDomains.0': 'domain' },
    run: async (call) => {
      const { customDomains } = shapeOf(call.practice)
      // The new one first, so that a message about it is told from one about the others.
      await reshape(call, { customDomains: [call.typed('domain'), ...customDomains] })
    },
  },
  'domain-remove': {
    section: 'tenant',
    run: async (call) => {
      const { customDomains } = shapeOf(call.practice)
      await reshape(call, { customDomains: customDomains.filter((domain) => domain !== call.typed('domain')) })
    },
  },
}

const policyForms: Record<string, ControlForm> = {
  'policy-add': {
    section: 'tenant',
    run: async (call) => {
      const { conditionalAccessPolicies } = shapeOf(call.practice)
      const { state } = call.practice.store
      const groups = (field: string): string[] =>
        call.typed(field) === '' ? [] : [groupIdNamed(state, call.typed(field), field)]
      const added = {
        displayName: call.typed('displayName'),
        state: call.typed('state'),
        includeGroups: groups('group'),
        excludeGroups: groups('without'),
        ...given({ about: textOf(call.typed('about')), asks: textOf(call.typed('asks')) }),
      }
      await reshape(call, { conditionalAccessPolicies: [...conditionalAccessPolicies, added] })
    },
  },
  'policy-state': {
    section: 'tenant',
    run: async (call) => {
      const policies = shapeOf(call.practice).conditionalAccessPolicies.map((policy) =>
        policy.id === call.typed('id') ? { ...policy, state: call.typed('state') } : policy,
      )
      await reshape(call, { conditionalAccessPolicies: policies })
    },
  },
  'policy-remove': {
    section: 'tenant',
    run: async (call) => {
      const { conditionalAccessPolicies } = shapeOf(call.practice)
      const left = conditionalAccessPolicies.filter(({ id }) => id !== call.typed('id'))
      await reshape(call, { conditionalAccessPolicies: left })
    },
  },
}

/** A day stands for its first moment. */
const momentOf = (text: string): string => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)

const shapeForms: Record<string, ControlForm> = {
  history: {
    section: 'tenant',
    run: (call) =>
      reshape(call, given({ createdAt: momentOf(call.typed('createdAt')), devices: numberOf(call.typed('devices')) })),
  },
  protection: {
    section: 'tenant',
    run: (call) =>
      reshape(call, {
        ...given({ tenantType: textOf(call.typed('tenantType')) }),
        securityDefaults: flagOf(call.typed('securityDefaults')),
        isSynced: flagOf(call.typed('isSynced')),
      }),
  },
  subscription: {
    section: 'tenant',
    run: (call) => {
      const ends = call.typed('endsAt')
      const endsAt = ends === '' ? null : momentOf(ends)
      const subscription = given({
        kind: call.typed('kind'),
        totalLicenses: numberOf(call.typed('totalLicenses')),
        endsAt,
      })
      return reshape(call, { subscription })
    },
  },
}

const peopleForms: Record<string, ControlForm> = {
  'role-add': {
    section: 'roles',
    run: ({ practice, typed }) => changeRole(practice, { user: typed('user'), role: typed('role'), assigned: true }),
  },
  'role-remove': {
    section: 'roles',
    run: ({ practice, typed }) => changeRole(practice, { user: typed('user'), role: typed('role'), assigned: false }),
  },
  'synced-add': {
    section: 'synced',
    run: ({ practice, typed }) => changeSynced(practice, { user: typed('user'), isSynced: true }),
  },
  'synced-remove': {
    section: 'synced',
    run: ({ practice, typed }) => changeSynced(practice, { user: typed('user'), isSynced: false }),
  },
  'application-add': {
    section: 'applications',
    run: async ({ practice, typed }) => {
      await addApplication(practice, { displayName: typed('displayName') })
    },
  },
  'application-change': {
    section: 'applications',
    run: async ({ practice, typed }) => {
      const flag = (name: string): boolean | undefined => (typed(name) === '' ? undefined : flagOf(typed(name)))
      const change = given({ isEnabled: flag('isEnabled'), requiresAssignment: flag('requiresAssignment') })
      await changeApplication(practice, typed('appId'), change)
    },
  },
  'application-remove': {
    section: 'applications',
    run: ({ practice, typed }) => removeApplication(practice, typed('appId')),
  },
  'tenant-add': {
    section: 'tenants',
    run: async ({ parts, typed }) => {
      const tenant = {
        domain: typed('domain'),
        displayName: typed('displayName'),
        ...given({ users: numberOf(typed('people')), seed: typed('word') === '' ? undefined : typed('word') }),
      }
      await addTenant(parts.world, readAs(NewTenant, tenant))
    },
    fields: { users: 'people', seed: 'word' },
  },
  'calls-clear': {
    section: 'calls',
    run: ({ parts }) => {
      parts.inspector.clear()
      return Promise.resolve()
    },
  },
}

/** Forms about one tenant, and about which tenants there are. */
export const tenantForms: Record<string, ControlForm> = {
  ...domainForms,
  ...policyForms,
  ...shapeForms,
  ...peopleForms,
}
