import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'

import type { Failure } from '@contract/failure'

import FailureNotice from '../../../../src-renderer/components/FailureNotice.vue'

const show = (failure: Failure) => mount(FailureNotice, { props: { failure } })
const params = { code: 'AADSTS90094', correlationId: '11111111-2222-4333-8444-555555555555' }

it('leads to the page where an administrator can agree, where that is what is missing', () => {
  const consentUrl = 'https://login.microsoftonline.com/t/v2.0/adminconsent?client_id=1'
  const view = show({ kind: 'consent-required', code: 'signin.consent-admin', params, consentUrl })
  expect(view.text()).toContain('Only an administrator can agree to these permissions (AADSTS90094)')
  expect(view.get(`a[href="${consentUrl}"]`).text()).toContain('Open the page for administrators')
  expect(show({ kind: 'consent-required', code: 'signin.consent-admin', params }).find('a').exists()).toBe(false)
})

it('shows what nobody knows in Microsoft’s own words, with its ids to copy', () => {
  const said = 'AADSTS987654: The thing of the day may not.'
  const view = show({ kind: 'sign-in-required', code: 'signin.refused', params: { ...params, said } })
  expect(view.text()).toContain(`Microsoft’s own words: ${said}`)
  expect(view.text()).toContain(`Correlation id ${params.correlationId}`)
  expect(view.text()).toContain('Copy details')
})
