import { join } from 'node:path'

import { z } from 'zod'

import { RememberedTenant, type TenantChoice } from '../contract/sign-in.ts'
import { readIfThere, replaceFile } from './atomic-file.ts'

type Remembered = Omit<RememberedTenant, 'isKept'>

/** Tenants signed in to before, newest first. No secrets. */
export interface RememberedTenants {
  list(): Promise<Remembered[]>
  add(tenant: Remembered): Promise<void>
  /** Answers what was taken away. */
  remove(choice: TenantChoice): Promise<Remembered[]>
}

const most = 20
const Kept = z.object({ format: z.literal(1), tenants: z.array(RememberedTenant.omit({ isKept: true })) })

const isSame = (one: TenantChoice, other: TenantChoice): boolean =>
  one.tenant === other.tenant &&
  one.cloud === other.cloud &&
  one.clientId === other.clientId &&
  one.addresses?.login === other.addresses?.login

/** `<home>/tenants.json`. A file that cannot be read is an empty list: it only saves typing. */
export function createRememberedTenants(home: string): RememberedTenants {
  const path = join(home, 'tenants.json')
  let turn: Promise<unknown> = Promise.resolve()
  async function list(): Promise<Remembered[]> {
    const text = await readIfThere(path)
    return text === null ? [] : (Kept.safeParse(parseJson(text)).data?.tenants ?? [])
  }
  function change(to: (tenants: Remembered[]) => Remembered[]): Promise<void> {
    const mine = turn.then(async () => {
      const tenants = to(await list()).slice(0, most)
      await replaceFile(path, `${JSON.stringify({ format: 1, tenants }, null, 2)}\n`)
    })
    turn = mine.catch(() => undefined)
    return mine
  }
  return {
    list,
    add: (tenant) => change((tenants) => [tenant, ...tenants.filter(({ choice }) => !isSame(choice, tenant.choice))]),
    async remove(choice) {
      const removed: Remembered[] = []
      await change((tenants) => {
        const [gone = [], left = []] = [true, false].map((is) =>
          tenants.filter((tenant) => isSame(tenant.choice, choice) === is),
        )
        removed.push(...gone)
        return left
      })
      return removed
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
