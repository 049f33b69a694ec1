import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { type Lab, negativeTests } from '../../src-main/contract/lab.ts'
import { stepIds } from '../../src-main/contract/recording.ts'
import { openPracticeTenant } from '../../src-main/host/cli/open-tenant.ts'
import { rehearse } from '../../src-main/host/cli/rehearse.ts'
import { type Player, PlayerError } from '../../src-main/host/rehearse/player.ts'
import { isWhollyProven } from '../../src-main/host/rehearse/step-witnessed.ts'
import { openWorkspace } from '../../src-main/host/workspace.ts'
import { lagPresets, newSigningKey, startPractice } from '../../src-main/practice/index.ts'
import { openEvidence } from '../../src-main/storage/evidence-file.ts'
import { resolveLab } from '../../src-main/storage/lab-file.ts'
import { expectEveryReport } from '../support/expect-every-report.ts'
import { VirtualClock } from '../support/virtual-clock.ts'

const appRoot = resolve(import.meta.dirname, '../..')
const signingKey = newSigningKey()

// A whole lab each: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 })

/** What is typed into fields for passwords, codes and numbers, and the token of a call. */
function secretsIn(init?: RequestInit): string[] {
  const token = /^Bearer (.+)$/.exec(new Headers(init?.headers).get('authorization') ?? '')?.[1]
  const typed = init?.body instanceof URLSearchParams ? [...init.body] : []
  const fields = typed.filter(([name]) => /password|phoneNumber|^code$/i.test(name)).map(([, value]) => value)
  // The weak password stands in the instructions; a country code is no number of anybody's.
  return [...(token === undefined ? [] : [token]), ...fields].filter((text) => text.length > 5 && text !== 'Password1!')
}

/** A whole lab on a practice tenant of its own. Waits take no time: both sides live by one clock that jumps. */
async function rehearsed(labId: string, change: (lab: Lab) => Lab = (lab) => lab, other: Partial<Player> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'resetlab-rehearse-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const clock = new VirtualClock()
  const secrets = new Set<string>()
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => {
    for (const secret of secretsIn(init)) secrets.add(secret)
    return clock.fetch(input, init)
  })
  const practice = await startPractice({
    home: join(home, 'practice'),
    lags: lagPresets.short,
    clock: () => clock.now().getTime(),
    signingKey,
  })
  onTestFinished(() => practice.close())
  const workspace = { ...openWorkspace(home, appRoot), clock }
  const opened = await openPracticeTenant(workspace, practice.info.homeUrl)
  const tenant = { ...opened, player: { ...opened.player, ...other } }
  onTestFinished(() => tenant.close())
  const lab = change(await resolveLab(workspace.labsDir, labId))
  const said: string[] = []
  const rehearsal = await rehearse({ workspace, tenant, lab, patienceMs: 60_000, message: (line) => said.push(line) })
  const evidence = await readFile(join(home, 'evidence', rehearsal.evidence.fileName))
  return { ...rehearsal, said, evidence, tenant, secrets: [...secrets] }
}

describe.each(['learn-reset', 'fundamentals-reset', 'marketing-pilot-20', 'app-code-group', 'two-methods-licensed'])(
  'the lab %s',
  (labId) => {
    it('is played to its end with every refusal, and all of it is proven or, where nothing else can be, attested', async () => {
      const { recording, said, evidence, secrets } = await rehearsed(labId, (lab) => ({
        ...lab,
        checklist: { ...lab.checklist, negativeTests: [...negativeTests] },
      }))
      expect(recording.steps.map((step) => step.stepId)).toEqual(stepIds)
      expect(isWhollyProven(recording), said.join('\n')).toBe(true)
      const attested = recording.steps.flatMap((step) => step.claims).filter((claim) => claim.verdict === 'attested')
      expect(attested.map((claim) => claim.claimId)).toEqual(['wrong-code-seen', 'expired-code-seen'])
      expect(secrets.length).toBeGreaterThan(6)
      const text = evidence.toString('latin1')
      // Digits may be part of a hash, and mean nothing there.
      const isIn = (secret: string): boolean =>
        /^\d+$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret)
      const found = secrets.filter(isIn)
      expect(found.length).toBe(0)
      const opened = openEvidence(evidence)
      expect(opened.check.integrity).toBe('intact')
      await expectEveryReport(opened)
    })
  },
)

it('says at which step it stopped, and what the page said', async () => {
  const register = () => Promise.reject(new PlayerError('registering', 'Security info', 'Try again later.'))
  await expect(rehearsed('learn-reset', (lab) => lab, { register })).rejects.toMatchObject({
    failure: {
      code: 'rehearse.page',
      params: { step: 'Register', what: 'registering: the page "Security info" says: Try again later.' },
    },
  })
})
