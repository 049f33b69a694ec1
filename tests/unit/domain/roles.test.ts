import { describe, expect, it } from 'vitest'

import { permissionSteps } from '../../../src-main/contract/permissions.ts'
import { isEnough, rolesOfSteps, templateIds } from '../../../src-main/domain/roles.ts'

const missingWith = (...names: (keyof typeof templateIds)[]) =>
  rolesOfSteps(names.map((name) => templateIds[name])).map(({ missing }) => missing)

describe('the roles of each step', () => {
  it('are all there for a Global Administrator, and none for nobody', () => {
    expect(missingWith('Global Administrator')).toEqual([[], [], []])
    expect(missingWith()).toEqual(
      [permissionSteps.look, permissionSteps['set-up'], permissionSteps.verify].map(({ roles }) => Object.keys(roles)),
    )
  })

  it('count where a greater one is held', () => {
    expect(missingWith('User Administrator', 'Global Reader')).toEqual([
      [],
      ['Authentication Policy Administrator'],
      [],
    ])
  })

  it('are roles whose template ids are known', () => {
    for (const { roles } of Object.values(permissionSteps)) {
      for (const role of Object.keys(roles)) {
        const known = Object.entries(templateIds).find(([name]) => name === role)
        expect(known && isEnough([known[1]], role), role).toBe(true)
      }
    }
  })
})
