import { describe, expect, it } from 'vitest'

import { useTenantForm } from '../../../../src-renderer/start/tenant-form'

describe('the form for a tenant', () => {
  it('says nothing of a field before it was left', () => {
    const form = useTenantForm()
    form.fields.tenant = 'contoso'
    expect(form.errorAt('tenant')).toBeUndefined()
    form.leave('tenant')
    expect(form.errorAt('tenant')).toContain('A domain such as')
    form.fields.tenant = 'contoso.com'
    expect(form.errorAt('tenant')).toBeUndefined()
  })

  it('leads to the first field that is needed, and keeps what was typed', () => {
    const form = useTenantForm()
    form.fields.cloud = 'custom'
    form.fields.login = 'https://login.example'
    expect(form.finish()).toBeNull()
    expect(form.firstWrong()).toBe('tenant')
    expect(form.errorAt('graph')).toMatch(/^Needed\./)
    form.fields.tenant = 'ana@contoso.com'
    Object.assign(form.fields, { graph: 'https://graph.example', portal: 'https://portal.example' })
    expect(form.finish()).toMatchObject({ tenant: 'contoso.com', clientId: null })
    expect(form.firstWrong()).toBeNull()
  })

  it('asks for the client id only where it is one’s own', () => {
    const form = useTenantForm()
    form.fields.tenant = 'contoso.com'
    form.fields.client = 'own'
    form.fields.clientId = 'not an id'
    expect([form.finish(), form.firstWrong()]).toEqual([null, 'clientId'])
    form.fields.client = 'tools'
    expect(form.finish()).toMatchObject({ clientId: null })
  })

  it('shows at its field what the sign-in server said, until the text is another one', () => {
    const form = useTenantForm()
    form.fields.tenant = 'contoso.com'
    form.refuse({ kind: 'not-found', code: 'signin.tenant-unknown', problems: [{ field: 'tenant', reason: 'None.' }] })
    expect([form.errorAt('tenant'), form.firstWrong()]).toEqual(['None.', 'tenant'])
    form.fields.tenant = 'contoso.org'
    expect(form.errorAt('tenant')).toBeUndefined()
  })

  it('forgets what was said of an address or a client id, too, once that is another one', () => {
    const form = useTenantForm()
    for (const field of ['login', 'graph', 'portal', 'clientId'] as const) {
      form.refuse({ kind: 'unreachable', code: 'signin.unreachable', problems: [{ field, reason: 'Nobody answers.' }] })
      expect(form.errorAt(field)).toBe('Nobody answers.')
      form.fields[field] = 'https://other.test'
      expect(form.errorAt(field)).toBeUndefined()
    }
  })

  it('takes over a tenant that was signed in to before', () => {
    const form = useTenantForm()
    form.fill({
      choice: {
        tenant: 'x.contoso.com',
        cloud: 'china',
        addresses: null,
        clientId: 'bbbbbbbb-1111-4111-8111-111111111111',
      },
      tenantId: 'aaaaaaaa-1111-4111-8111-111111111111',
      displayName: 'Contoso',
      domain: 'contoso.partner.onmschina.cn',
      userPrincipalName: 'ana@contoso.com',
      usedAt: '2026-11-21T09:00:00.000Z',
      isKept: false,
    })
    expect(form.finish()).toMatchObject({ tenant: 'contoso.partner.onmschina.cn', cloud: 'china' })
  })
})
