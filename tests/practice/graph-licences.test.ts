import { describe, expect, test } from 'vitest'

import { addGroup, addPerson, type Bench, p2, startBench } from './support/practice-bench.ts'

const flowFree = 'f30db892-07e9-47e9-837c-80727f46fd3d'
const change = (add: string[], remove: string[] = []) => ({
  addLicenses: add.map((skuId) => ({ skuId, disabledPlans: [] })),
  removeLicenses: remove,
})

/** Takes all units of P2 but this many. */
async function leaveUnits(bench: Bench, left: number): Promise<void> {
  for (let at = left; at < 100; at += 1) await addPerson(bench, `filler-${String(at)}`)
}

describe('licences of a user', () => {
  test.each([
    ['both arrays are needed', { addLicenses: [] }, "A value is required for property 'removeLicenses'"],
    ['a product the tenant does not own', change(['05e9a617-0261-4cee-bb44-138d3ef5d965']), 'valid company License'],
    ['one that is not held', change([], [p2]), 'User does not have a corresponding license.'],
    [
      'a plan the product does not have',
      { addLicenses: [{ skuId: p2, disabledPlans: ['05e9a617-0261-4cee-bb44-138d3ef5d965'] }], removeLicenses: [] },
      'does not contain service plan',
    ],
    ['adding and removing the same', change([flowFree], [flowFree]), 'license'],
  ])('refused: %s [graph.users.assignLicense.refused]', async (_what, body, message) => {
    const bench = await startBench()
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const answer = await bench.graph.send('POST', `users/${id}/assignLicense`, body)
    expect([answer.status, answer.body.text('error', 'code')]).toEqual([400, 'Request_BadRequest'])
    expect(answer.body.text('error', 'message')).toContain(message)
  })

  test('a swap in one call; plans switched off show as Disabled [graph.users.assignLicense] [graph.users.licenseDetails]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas')
    const swapped = await graph.send('POST', `users/${id}/assignLicense`, change([flowFree], [p2]))
    expect(swapped.status).toBe(200)
    const premium = 'eec0eb4f-6444-4f95-aba0-50c24d67f998'
    await graph.send('POST', `users/${id}/assignLicense`, {
      addLicenses: [{ skuId: p2, disabledPlans: [premium] }],
      removeLicenses: [flowFree],
    })
    const details = await graph.get(`users/${id}/licenseDetails`)
    expect(details.body.list('value').map((row) => row.text('skuPartNumber'))).toEqual(['AAD_PREMIUM_P2'])
    const plans = details.body.list('value', 0, 'servicePlans').map((plan) => plan.value)
    expect(plans).toContainEqual(expect.objectContaining({ servicePlanId: premium, provisioningStatus: 'Disabled' }))
  })

  test('without a usage location, and without a free unit, it is refused [graph.users.assignLicense.refused]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas', { licence: false })
    await graph.send('PATCH', `users/${id}`, { usageLocation: null })
    const nowhere = await graph.send('POST', `users/${id}/assignLicense`, change([p2]))
    expect(nowhere.body.text('error', 'message')).toContain('invalid usage location')
    await graph.send('PATCH', `users/${id}`, { usageLocation: 'DE' })
    await leaveUnits(bench, 0)
    const full = await graph.send('POST', `users/${id}/assignLicense`, change([p2]))
    expect(full.body.text('error', 'message')).toBe(`Subscription with SKU ${p2} does not have any available licenses.`)
    const stock = await graph.get('subscribedSkus')
    expect(
      stock.body
        .list('value')
        .find((sku) => sku.text('skuId') === p2)
        ?.at('consumedUnits').value,
    ).toBe(100)
  })

  test('a deleted user gives the unit back, a restored one takes it again [graph.licences.units]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas')
    const consumed = async (): Promise<unknown> =>
      (await graph.get('subscribedSkus')).body
        .list('value')
        .find((sku) => sku.text('skuId') === p2)
        ?.at('consumedUnits').value
    expect(await consumed()).toBe(1)
    await graph.send('DELETE', `users/${id}`)
    expect(await consumed()).toBe(0)
    await graph.send('POST', `directory/deletedItems/${id}/restore`)
    expect(await consumed()).toBe(1)
  })
})

describe('licences of a group', () => {
  test('inherited ones cannot be removed from the user; leaving the group does [graph.licences.inherited]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [id])
    await graph.send('POST', `groups/${groupId}/assignLicense`, change([p2]))
    const refused = await graph.send('POST', `users/${id}/assignLicense`, change([], [p2]))
    expect(refused.body.text('error', 'message')).toBe(
      'User license is inherited from a group membership and it cannot be removed directly from the user.',
    )
    const blocked = await graph.send('DELETE', `groups/${groupId}`)
    expect(blocked.status).toBe(400)
    await graph.send('DELETE', `groups/${groupId}/members/${id}/$ref`)
    const user = await graph.get(`users/${id}?$select=assignedLicenses`)
    expect(user.body.list('assignedLicenses')).toEqual([])
  })

  test('what cannot be given is an error at the member, and can be worked over again [graph.groups.membersWithLicenseErrors] [graph.users.reprocessLicenseAssignment]', async () => {
    const bench = await startBench()
    const { graph } = bench
    await leaveUnits(bench, 1)
    const first = await addPerson(bench, 'first', { licence: false })
    const second = await addPerson(bench, 'second', { licence: false })
    const groupId = await addGroup(bench, 'Licensed', [first.id, second.id])
    const asked = await graph.send('POST', `groups/${groupId}/assignLicense`, change([p2]))
    expect(asked.status).toBe(202)
    const failed = await graph.get(`groups/${groupId}/membersWithLicenseErrors?$select=id,licenseAssignmentStates`)
    expect(failed.body.list('value').map((row) => row.text('id'))).toEqual([second.id])
    expect(failed.body.at('value', 0, 'licenseAssignmentStates', 0).value).toMatchObject({
      state: 'Error',
      error: 'CountViolation',
      assignedByGroup: groupId,
    })
    const groups = await graph.get('groups?$filter=hasMembersWithLicenseErrors eq true')
    expect(groups.body.list('value').map((row) => row.text('id'))).toEqual([groupId])
    const [filler] = (await graph.get("users?$filter=startswith(userPrincipalName,'filler-')")).body.list('value')
    await graph.send('POST', `users/${filler?.text('id') ?? ''}/assignLicense`, change([], [p2]))
    expect((await graph.send('POST', `users/${second.id}/reprocessLicenseAssignment`)).status).toBe(200)
    const after = await graph.get(`groups/${groupId}/membersWithLicenseErrors`)
    expect(after.body.list('value')).toEqual([])
  })

  test('nested members get none, and a missing usage location becomes the tenant’s [graph.licences.nested]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const inner = await addPerson(bench, 'inner', { licence: false })
    const nowhere = await addPerson(bench, 'nowhere', { licence: false })
    await graph.send('PATCH', `users/${nowhere.id}`, { usageLocation: null })
    const innerGroup = await addGroup(bench, 'Inner', [inner.id])
    const outer = await addGroup(bench, 'Outer', [innerGroup, nowhere.id])
    await graph.send('POST', `groups/${outer}/assignLicense`, change([p2]))
    const held = async (id: string): Promise<number> =>
      (await graph.get(`users/${id}?$select=assignedLicenses`)).body.list('assignedLicenses').length
    expect([await held(inner.id), await held(nowhere.id)]).toEqual([0, 1])
    expect((await graph.get(`users/${nowhere.id}?$select=usageLocation`)).body.text('usageLocation')).toBe('US')
  })
})
