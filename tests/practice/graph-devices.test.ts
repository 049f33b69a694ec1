import { describe, expect, test } from 'vitest'

import { addPerson, control, graphAs, startBench } from './support/practice-bench.ts'

const eventual = { consistencylevel: 'eventual' }

describe('what tells a company from a lab', () => {
  test('devices are listed and counted, with a scope of their own [graph.devices]', async () => {
    const bench = await startBench()
    const { graph } = bench
    expect((await graph.get('devices')).body.list('value')).toEqual([])
    await control(bench, 'PATCH', `tenants/${bench.server.info.domain}`, { devices: 120 })
    const page = await graph.get('devices?$count=true&$top=2', eventual)
    expect(page.body.at('@odata.count').value).toBe(120)
    const [first] = page.body.list('value')
    expect(first?.value).toMatchObject({ displayName: 'PC-0001', operatingSystem: 'Windows', accountEnabled: true })
    expect((await graph.get('devices?$top=1')).body.text('value', 0, 'id')).toBe(first?.text('id'))
    expect((await graph.get('devices/$count', eventual)).body.value).toBe('120')
    expect((await graph.get('devices/$count')).status).toBe(400)
    const narrow = await graphAs(bench, bench.server.info.adminUpn, ['User.Read.All'])
    expect((await narrow.get('devices')).status).toBe(403)
  })

  test('somebody’s employee type is written, and found by its beginning in an advanced query [graph.users.employeeType]', async () => {
    const bench = await startBench()
    const { graph } = bench
    const { id } = await addPerson(bench, 'balas')
    expect((await graph.send('PATCH', `users/${id}`, { employeeType: 'resetlab:1' })).status).toBe(204)
    expect((await graph.get(`users/${id}?$select=employeeType`)).body.text('employeeType')).toBe('resetlab:1')
    const query = "users?$filter=startsWith(employeeType,'resetlab:')&$select=id"
    expect((await graph.get(query)).status).toBe(400)
    const found = await graph.get(`${query}&$count=true`, eventual)
    expect(found.body.list('value').map((user) => user.text('id'))).toEqual([id])
  })
})
