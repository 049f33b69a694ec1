import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'

import RememberedTenants from '../../../../src-renderer/start/RememberedTenants.vue'
import { FakeBridge } from '../../../support/fake-bridge'
import { showInWindow } from '../../../support/show-in-window'

enableAutoUnmount(afterEach)

it('asks before a tenant is forgotten, and says what goes and what stays', async () => {
  const forgotten: unknown[] = []
  const tenant = {
    choice: { tenant: 'lab.onmicrosoft.com', cloud: 'global', addresses: null, clientId: null },
    displayName: 'Lab',
    domain: 'lab.onmicrosoft.com',
    userPrincipalName: 'admin@lab.onmicrosoft.com',
    isKept: true,
  }
  const props = { tenants: [tenant], isBusy: false, onForget: (which: unknown) => forgotten.push(which) }
  const { view, press } = await showInWindow(RememberedTenants, props, new FakeBridge())
  await press('Forget lab.onmicrosoft.com')
  expect(view.get('[role=dialog]').text()).toMatch(/Forget lab\.onmicrosoft\.com\?.*Nothing changes in the tenant/)
  await press('Keep things as they are')
  expect(forgotten).toEqual([])
  await press('Forget lab.onmicrosoft.com')
  await press('Forget it')
  expect(forgotten).toEqual([tenant])
})
