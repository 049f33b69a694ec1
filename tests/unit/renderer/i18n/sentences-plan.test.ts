import { describe, expect, it } from 'vitest'

import type { Failure, FailureKind } from '@contract/failure'
import { failureText, failureTexts } from '@contract/failure-text'

import type { RunId } from '../../../../src-main/contract/plan.ts'
import { AppError } from '../../../../src-main/domain/app-error.ts'
import { passwordFault } from '../../../../src-main/domain/password.ts'
import { findBrokenLink } from '../../../../src-main/domain/recording.ts'
import { planLab } from '../../../../src-main/engine/plan-lab.ts'
import { reasonOf } from '../../../../src-main/engine/reason.ts'
import { runPlan } from '../../../../src-main/engine/run-plan.ts'
import { sha256 } from '../../../../src-main/storage/seal.ts'
import { everyGermanSentence, germanContractTexts } from '../../../../src-renderer/i18n/de.ts'
import { sentenceReader } from '../../../../src-renderer/i18n/sentence-reader.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { FakeGraph, operatorId } from '../../../support/fake-graph.ts'
import { FakeChance, MemoryRunStore } from '../../../support/memory-stores.ts'
import { sampleLab, sampleLinks } from '../../../support/sample-lab.ts'
import {
  planFor,
  saidByAllPlans,
  saidByDifferences,
  saidByRemedies,
  saidByUndo,
} from '../../../support/said-by-plans.ts'

const read = sentenceReader(everyGermanSentence, [', ', ' und '])

/** Words of sentences in English that no German sentence and no name of ours holds. */
const english = /\b(?:the|is|of|for|to|with|without|nobody|already|users|members|and|not|it|them|from)\b/i
/** Microsoft's own labels, which stay as they are. */
const withoutLabels = (text: string): string =>
  text.replaceAll(/“[^”]*”|request-id|Microsoft Entra|Password reset/g, '')

/** Names alone, which are the same in every language. */
const isName = (text: string): boolean => /^(?:|[A-Z]{2}|\S+ in .+|Microsoft Entra ID P2|Entra ID P2)$/.test(text)

function expectGerman(sentences: readonly string[]): void {
  const all = [...new Set(sentences)]
  expect(all.length).toBeGreaterThan(5)
  expect(all.filter((text) => !isName(text) && read(text) === text)).toEqual([])
  expect(all.map(read).filter((text) => english.test(withoutLabels(text)))).toEqual([])
}

describe('in German', () => {
  it('plans of every lab that ships, in all kinds of tenants, leave nothing English', async () => {
    expectGerman(await saidByAllPlans())
  })

  it('an undo, its notes and what differs afterwards leave nothing English', () => {
    expectGerman(saidByUndo(planFor(sampleLab())))
    expectGerman(saidByDifferences())
  })

  it('what helps leaves nothing English', () => {
    expectGerman(saidByRemedies())
  })

  it.each([
    ['Create the group SSPR Testers', 'Gruppe SSPR Testers anlegen'],
    ['Create the user Dr. Adele Vance', 'Benutzer Dr. Adele Vance anlegen'],
    ['Group Add on and off', 'Gruppe Add on and off'],
    ['Add a@b.com to Class and Lab', 'a@b.com in die Gruppe Class and Lab aufnehmen'],
    ['a@b.com in SSPRTesters', 'a@b.com in SSPRTesters'],
    ['Microsoft Entra ID P2 for the group Pilot', 'Microsoft Entra ID P2 für die Gruppe Pilot'],
    ['Assign Microsoft Entra ID P2 to the group Pilot', 'Microsoft Entra ID P2 der Gruppe Pilot zuweisen'],
    ['EMSPREMIUM for a@b.com', 'EMSPREMIUM für a@b.com'],
    ['Take Microsoft 365 E5 from a@b.com', 'Lizenz Microsoft 365 E5 wegnehmen: a@b.com'],
    ['Set the usage location of a@b.com back to none', 'Verwendungsstandort von a@b.com zurücksetzen auf: keiner'],
    ['on for other groups, not for Pilot', 'eingeschaltet für andere Gruppen, nicht für Pilot'],
    ['on for those groups and Pilot', 'eingeschaltet für diese Gruppen und Pilot'],
    ['You, in the portal: Password reset → Selected → Pilot', 'Sie, im Portal: Password reset → Selected → Pilot'],
    [
      'You need the role User Administrator (or Global Administrator) for: Create the user A; Create the user B; Set the usage location of c@b.com; and 7 more.',
      'Sie brauchen die Rolle User Administrator (oder Global Administrator) für: Benutzer A anlegen; Benutzer B anlegen; Verwendungsstandort von c@b.com setzen; und 7 weitere.',
    ],
    [
      'a@b.com; c@b.com will not be in Pilot and cannot reset, for Pilot is left as it is.',
      'Nicht in Pilot und deshalb ohne Zurücksetzen: a@b.com; c@b.com. Die Gruppe bleibt, wie sie ist.',
    ],
    [
      'The group is Class, and Lab, dynamic, able to hold roles; before it was Class, and Lab, assigned.',
      'Die Gruppe ist Class, and Lab, mit dynamischen Mitgliedern, für Rollen zugelassen; vorher war sie Class, and Lab, mit zugewiesenen Mitgliedern.',
    ],
    [
      'a@b.com is disabled, a guest, from a directory on premises; before enabled.',
      'a@b.com ist deaktiviert, ein Gast, aus einem lokalen Verzeichnis; vorher aktiviert.',
    ],
    [
      'b.com is federated; before it was not a verified domain.',
      'b.com ist eine Verbunddomäne; vorher war es keine bestätigte Domäne.',
    ],
    [
      'The usage location of a@b.com is none; before it was US.',
      'Verwendungsstandort von a@b.com: keiner; vorher: US.',
    ],
    [
      'Look what became of this row: Allow the method Sms for Pilot',
      'Nachsehen, was aus dieser Zeile geworden ist: Methode Sms für Pilot zulassen',
    ],
    [
      'It failed the last time: The service refused: Bad things. Very bad. (request-id 7)',
      'Beim letzten Mal fehlgeschlagen: Der Dienst hat abgelehnt: Bad things. Very bad. (request-id 7)',
    ],
    [
      'a@b.com is already there, and the lab says to stop then. c@b.com is already there, and the lab says to stop then. This is not a workforce tenant (CIAM): self-service password reset does not apply to it.',
      'a@b.com ist schon da, und das Lab sagt, dass dann angehalten wird. c@b.com ist schon da, und das Lab sagt, dass dann angehalten wird. Dies ist kein Mandant für Mitarbeiter (CIAM): Die Self-Service-Kennwortzurücksetzung gilt für ihn nicht.',
    ],
    [
      'The signed-in account may not do this: Insufficient privileges. Ask somebody. Give ResetLab AuditLog.Read.All under Permissions, in the menu of your account. Or: sign in as somebody who is Reports Reader, Security Reader or Global Reader, or have that role given to this account.',
      'Das angemeldete Konto darf das nicht: Insufficient privileges. Ask somebody. Erteilen Sie ResetLab im Menü Ihres Kontos unter „Berechtigungen“: AuditLog.Read.All. Oder melden Sie sich mit einem Konto an, das die Rolle Reports Reader, Security Reader oder Global Reader hat, oder lassen Sie diesem Konto die Rolle geben.',
    ],
    [
      'No new initial password: The service asks us to wait. Try again in a moment. (request-id 9)',
      'Kein neues Anfangskennwort: Der Dienst bittet uns zu warten. Versuchen Sie es gleich noch einmal. (request-id 9)',
    ],
    ['An entirely new sentence.', 'An entirely new sentence.'],
  ])('“%s” is said', (sentence, german) => {
    expect(read(sentence)).toBe(german)
  })

  it('whatever is wrong with a password ends the sentence about it', () => {
    const faults = ['Ab1', `Ab1${'x'.repeat(300)}`, 'Übung-2026', 'aaaaaaaaaa', 'Balas-2026x'].map(
      (password) => passwordFault(password, ['balas']) ?? '',
    )
    expect(faults.map(read)).toEqual([
      'ist kürzer als 8 Zeichen',
      'ist länger als 256 Zeichen',
      'enthält ein Zeichen, das nicht erlaubt ist',
      'braucht drei von diesen: Kleinbuchstaben, Großbuchstaben, Ziffern, Sonderzeichen',
      'enthält den Benutzernamen oder einen Teil davon',
    ])
  })

  it('a chain that does not hold is told', () => {
    const link = (seq: number, prev = '0') => ({ seq, prev, hash: sha256(JSON.stringify({ prev, seq })) })
    const chains = [[link(0, 'x')], [link(0, '0'.repeat(64)), link(2)], [link(1), link(0)], [link(0), link(0)]]
    const told = [...chains, [{ ...link(0), hash: 'x' }]].map((chain) => findBrokenLink(chain, sha256)?.why ?? '')
    expect(told.map(read)).toEqual([
      'Ereignis 0 folgt nicht auf das davor',
      'Ereignis 1 wurde herausgenommen',
      'ihre Ereignisse wurden umgeordnet: Nummer 1 steht, wo Nummer 0 hingehört',
      'Ereignis 0 steht zweimal da',
      'Ereignis 0 wurde verändert',
    ])
  })

  it('a licence that did not reach every member is told with all its reasons', async () => {
    const clock = new FakeClock()
    const graph = new FakeGraph(clock)
    const store = new MemoryRunStore()
    const chance = new FakeChance()
    const lab = sampleLab({
      users: { usageLocation: 'US', series: { userName: 'user{n}', displayName: 'User {n}', count: 3 } },
      licences: { assign: 'group', operator: false },
      checklist: { testUser: 'user01', register: ['phoneText'], resetWith: ['phoneText'] },
    })
    const plan = await planLab({ lab, graph, links: sampleLinks, clock, chance, sha256, store })
    graph.licenceTroubles = [
      { userId: operatorId, userPrincipalName: 'user01@lab.onmicrosoft.com', error: 'CountViolation' },
      { userId: operatorId, userPrincipalName: 'user02@lab.onmicrosoft.com', error: 'CountViolation' },
      { userId: operatorId, userPrincipalName: 'user03@lab.onmicrosoft.com', error: 'Novel' },
    ]
    const runId = '44444444-4444-4444-8444-444444444444' as RunId
    const signal = new AbortController().signal
    const { run } = await runPlan({ plan, runId, graph, store, clock, chance, signal, onChange: () => undefined })
    const reasons = run.rows.flatMap(({ reason }) => reason ?? [])
    expect(reasons.map(read)).toEqual([
      'Die Gruppe hat sie, aber nicht jedes Mitglied: keine freie Einheit für user01@lab.onmicrosoft.com, user02@lab.onmicrosoft.com (CountViolation); vom Dienst nicht vergeben an user03@lab.onmicrosoft.com (Novel).',
    ])
  })
})

describe('a failure that a journal keeps as a sentence', () => {
  const failures = [
    ...Object.keys(failureTexts.codes).map((code): Failure => ({ kind: 'bug', code })),
    ...(Object.keys(failureTexts.kinds) as FailureKind[]).map((kind): Failure => ({ kind, code: 'none.such' })),
  ]
  const named = (failure: Failure): Failure => {
    const template = failureTexts.codes[failure.code] ?? ''
    const params = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ''], at) => [name, `Wert-${String(at)}`])
    return { ...failure, params: Object.fromEntries(params) as Record<string, string> }
  }

  it('is read back as what it was, each one of them', () => {
    const wrong = failures.map(named).filter((failure) => {
      const german = failureText(failure, germanContractTexts.failures)
      return read(failureText(failure)) !== german
    })
    expect(wrong).toEqual([])
  })

  it('with the words of ours in it in German, and its request', () => {
    const name = 'a@b.com'
    expect(read(reasonOf(AppError.of('not-found', 'run.needs-earlier', { params: { name }, requestId: '5' })))).toBe(
      'a@b.com ist nicht da, weil eine frühere Zeile nicht gelungen ist. (request-id 5)',
    )
    const params = { tenant: 'b.com', cloud: 'the cloud in China (21Vianet)' }
    expect(read(reasonOf(AppError.of('not-found', 'signin.other-cloud', { params })))).toBe(
      'Der Mandant b.com lebt in einer anderen Cloud: der Cloud in China (21Vianet). Wählen Sie diese.',
    )
    expect(read(reasonOf(AppError.of('conflict', 'run.done-in-part', { params: { what: 'It is not there.' } })))).toBe(
      'Es ist nicht da.',
    )
  })
})
