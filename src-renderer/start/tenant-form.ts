import { computed, reactive, ref, watch } from 'vue'

import type { Failure } from '@contract/failure'
import { type CloudName, type RememberedTenant, TenantChoice } from '@contract/sign-in'

import { choiceProblem } from '../i18n/contract-texts'
import { t } from '../i18n/i18n'
import { said } from '../i18n/sentences'

/** What a person typed, as they typed it: nothing is lost while it does not fit. */
interface TenantFields {
  tenant: string
  cloud: CloudName
  login: string
  graph: string
  portal: string
  client: 'tools' | 'own'
  clientId: string
}

type FieldName = 'tenant' | 'cloud' | 'login' | 'graph' | 'portal' | 'clientId'

const emptyFields = (): TenantFields => ({
  tenant: '',
  cloud: 'global',
  login: '',
  graph: '',
  portal: '',
  client: 'tools',
  clientId: '',
})

function readChoice(fields: TenantFields) {
  const { tenant, cloud, login, graph, portal, client, clientId } = fields
  return TenantChoice.safeParse({
    tenant,
    cloud,
    addresses: cloud === 'custom' ? { login, graph, portal } : null,
    clientId: client === 'own' ? clientId.trim() : null,
  })
}

/** Errors stand at their field: from leaving it, or from the first try to go on. */
export function useTenantForm() {
  const fields = reactive<TenantFields>(emptyFields())
  const left = reactive(new Set<FieldName>())
  const refused = ref<Failure | null>(null)
  const read = computed(() => readChoice(fields))
  // Another text is another question. At once: what is refused next must not go with a change before it.
  watch(fields, () => (refused.value = null), { flush: 'sync' })

  const problems = computed(() => {
    const found: Partial<Record<string, string>> = {}
    for (const { path, message } of read.value.error?.issues ?? [])
      found[String(path.at(-1))] ??= choiceProblem(message)
    return found
  })
  const isRequired = (field: FieldName): boolean => field in fields && fields[field] === ''

  function errorAt(field: FieldName): string | undefined {
    const told = refused.value?.problems?.find((problem) => problem.field === field)?.reason
    if (told !== undefined) return said(told)
    if (!left.has(field)) return undefined
    const problem = problems.value[field]
    return problem !== undefined && isRequired(field) ? t('start.form.needed', { problem }) : problem
  }

  /** The choice, or null with every error shown. */
  function finish(): TenantChoice | null {
    refused.value = null
    for (const field of ['tenant', 'login', 'graph', 'portal', 'clientId'] as const) left.add(field)
    return read.value.data ?? null
  }

  const firstWrong = (): FieldName | null =>
    (['tenant', 'cloud', 'login', 'graph', 'portal', 'clientId'] as const).find(
      (field) => errorAt(field) !== undefined,
    ) ?? null

  function fill({ choice, domain }: RememberedTenant): void {
    Object.assign(fields, emptyFields(), {
      ...choice.addresses,
      tenant: domain === '' ? choice.tenant : domain,
      cloud: choice.cloud,
      client: choice.clientId === null ? 'tools' : 'own',
      clientId: choice.clientId ?? '',
    })
    left.clear()
    refused.value = null
  }

  return {
    fields,
    errorAt,
    finish,
    fill,
    firstWrong,
    leave: (field: FieldName) => void left.add(field),
    /** What the sign-in server said of the choice; at its field where it names one. */
    refuse: (failure: Failure | null) => void (refused.value = failure),
  }
}
