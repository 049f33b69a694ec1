import { readdir, readFile } from 'node:fs/promises'

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'

import { failureText } from '@contract/failure-text'
import { type ContactKind, type Lab, negativeTests } from '@contract/lab'
import type { InstructionPart, StepState, Verdict } from '@contract/recording'

import { buildChecklist } from '../../../../src-main/domain/checklist/build-checklist.ts'
import {
  type AuditRow,
  judgePasswordAudit,
  judgeRefusal,
  judgeRegistrationAudit,
  judgeResetAudit,
  judgeScopeAudit,
} from '../../../../src-main/domain/judge-audit.ts'
import { judgeDoneEvent, judgeRefusedEvent, type MethodEvent } from '../../../../src-main/domain/judge-events.ts'
import {
  judgeAdministrator,
  judgeSamePerson,
  judgeStopped,
  judgeTakenAway,
  judgeWeakPassword,
} from '../../../../src-main/domain/judge-negative.ts'
import {
  judgeAdminFlag,
  judgeEnoughMethods,
  judgeLastSignIn,
  judgeLicence,
  judgeMembership,
  judgeMethods,
  judgeMethodsReported,
  judgePasswordChange,
  judgeRegistration,
  judgeRoles,
  judgeScope,
  judgeSignIn,
  type RegistrationDetail,
} from '../../../../src-main/domain/judge.ts'
import type { Judgement } from '../../../../src-main/domain/judgement.ts'
import { witnessesOf, waitingReport, type Question } from '../../../../src-main/domain/witnesses.ts'
import { couldNotCheck } from '../../../../src-main/engine/ask-witness.ts'
import { buildReport } from '../../../../src-main/report/build-report.ts'
import { heardWords, openWords, verdictLooks } from '../../../../src-main/report/verdict-words.ts'
import { checkEvidenceFile, openEvidence } from '../../../../src-main/storage/evidence-file.ts'
import { readLab } from '../../../../src-main/storage/lab-file.ts'
import { everyGermanSentence } from '../../../../src-renderer/i18n/de.ts'
import { sentenceReader } from '../../../../src-renderer/i18n/sentence-reader.ts'
import { saidLine, setSentences } from '../../../../src-renderer/i18n/sentences.ts'
import { sampleEvidence, sampleFacts, sampleReport } from '../../../support/sample-evidence.ts'
import { sampleLab, sampleLinks } from '../../../support/sample-lab.ts'
import { sampleRecording } from '../../../support/sample-recording.ts'

const read = sentenceReader(everyGermanSentence, [', ', ' und '])

/** What is Microsoft’s own on its pages and in its logs, and stays so. */
const kept =
  /“[^”]*”|Enter a code from my authenticator app|Text my mobile phone|Email my alternate email|Can’t access your account\?|Work or school account|Forgot my password|Add sign-in method|More information required|Authenticator app|Authentication methods|Password reset|Security (?:info|defaults)|Save|Control room|mobile app code|mobile sms|PasswordDoesnotComply\w+|resetlab check/g
const isEnglish =
  /\b(?:the|of|is|are|were|has|and|or|this|that|since|with|without|step|seen|by|at|no|not|yet|user|choose|enter)\b/i

/** In German from end to end. */
function expectGerman(english: string): void {
  const german = read(english)
  expect(german.replace(kept, ''), english).not.toMatch(isEnglish)
  const stays = english.replace(kept, '').replace(/AADSTS\d+|SSPR_\d+|isS\w+|\d|\W/g, '') === ''
  if (!stays) expect(german, english).not.toBe(english)
}

const build = (lab: Lab): StepState[] =>
  buildChecklist({ lab, domain: 'lab.onmicrosoft.com', links: sampleLinks, operator: 'admin@lab.onmicrosoft.com' })

const everyKind: ContactKind[] = ['authenticatorCode', 'phoneText', 'email']

/** Each way a checklist can go. */
async function everyLab(): Promise<Lab[]> {
  const lab = sampleLab()
  const change = (checklist: Partial<Lab['checklist']>, sspr: Partial<Lab['sspr']> = {}): Lab => ({
    ...lab,
    checklist: { ...lab.checklist, negativeTests: [...negativeTests], ...checklist },
    sspr: { ...lab.sspr, ...sspr },
  })
  const ways = (['reset-page', 'forgot-my-password', 'cant-access'] as const).flatMap((entrance) =>
    (['interrupt', 'security-info'] as const).flatMap((route) => [
      ...everyKind.map((kind) => change({ entrance, route, register: [kind], resetWith: [kind] })),
      change(
        { entrance, route, register: everyKind, resetWith: ['authenticatorCode', 'email'] },
        { methodsRequired: 2 },
      ),
    ]),
  )
  const names = (await readdir('resources/labs')).filter((name) => name.endsWith('.yaml'))
  const builtIn = await Promise.all(
    names.map(async (name) => readLab(await readFile(`resources/labs/${name}`, 'utf8'), name)),
  )
  return [...builtIn, ...ways, change({}, { scope: 'all' })]
}

const asText = (parts: readonly InstructionPart[]): string => parts.map(({ text }) => text).join('')

function germanLine(parts: readonly InstructionPart[]): string {
  setSentences(read)
  try {
    return asText(saidLine(parts))
  } finally {
    setSentences(null)
  }
}

describe('a checklist in German', () => {
  it('has no English left in any lab, whichever way it goes', async () => {
    for (const lab of await everyLab()) {
      for (const step of build(lab)) {
        const { title, where = title, expect: expected, help, troubles = [], claims } = step
        const texts = [title, where, expected, help, ...troubles.flatMap(({ sign, remedy }) => [sign, remedy])]
        for (const text of [...texts, ...claims.flatMap(({ claim, witness }) => [claim, witness.detail])]) {
          expectGerman(text)
        }
        for (const parts of step.instructions) {
          const [english, german] = [asText(parts), germanLine(parts)]
          expect(german, english).not.toBe(english)
          // The lab’s own title may be English.
          expect(german.replace(lab.title, '').replace(kept, ''), english).not.toMatch(isEnglish)
        }
      }
    }
  })

  it('says each line as a whole, with its bold, copied and linked parts in their places', () => {
    const lab = sampleLab({
      checklist: {
        testUser: 'balas',
        register: ['authenticatorCode'],
        resetWith: ['authenticatorCode'],
        negativeTests: [...negativeTests],
      },
    })
    const linesOf = (stepId: string): string[] =>
      (build(lab).find((step) => step.stepId === stepId)?.instructions ?? []).map(germanLine)
    expect(linesOf('register')).toEqual([
      'In einem privaten Fenster: Security info öffnen',
      'Melden Sie sich als balas@lab.onmicrosoft.com mit dem Anfangskennwort an.',
      'Wählen Sie Add sign-in method, dann Authenticator app, und folgen Sie der Seite bis zum Ende.',
    ])
    expect(linesOf('reset')).toEqual([
      'In einem privaten Fenster: Seite zum Zurücksetzen öffnen',
      'Geben Sie den Benutzernamen balas@lab.onmicrosoft.com und die angezeigten Zeichen ein.',
      'Bestätigungsschritt 1: Enter a code from my authenticator app.',
      'Geben Sie zweimal ein neues Kennwort ein, und halten Sie es für den nächsten Schritt bereit.',
    ])
    expect(linesOf('sign-in')[1]).toBe('Melden Sie sich als balas@lab.onmicrosoft.com mit dem neuen Kennwort an.')
    expect(linesOf('wrong-code').slice(2)).toEqual([
      'Wählen Sie Enter a code from my authenticator app.',
      'Geben Sie ein einziges Mal einen Code ein, der sicher falsch ist.',
      'Wählen Sie dann Cancel. Das Kennwort bleibt, wie es ist.',
    ])
    expect(linesOf('clean-up')[1]).toBe(
      'Öffnen Sie Einrichten, Frühere Durchläufe, den Durchlauf von Sample lab, und wählen Sie dort Rückgängig machen …',
    )
  })

  it('keeps what is copied as it is', () => {
    const [, line = []] = build(sampleLab()).find((step) => step.stepId === 'sign-in')?.instructions ?? []
    setSentences(read)
    const said = saidLine(line)
    setSentences(null)
    expect(said.map(({ type, text }) => [type, text])).toEqual([
      ['text', 'Melden Sie sich als '],
      ['copy', 'balas@lab.onmicrosoft.com'],
      ['text', ' mit dem '],
      ['strong', 'neuen'],
      ['text', ' Kennwort an.'],
    ])
  })

  it.each([
    ['balas@lab.onmicrosoft.com is in SSPR Pilot and more', 'balas@lab.onmicrosoft.com ist in SSPR Pilot and more'],
    ['grady@lab.onmicrosoft.com is not in SSPRTesters', 'grady@lab.onmicrosoft.com ist nicht in SSPRTesters'],
    [
      'balas@x.example registered Authenticator app, Phone',
      'balas@x.example hat registriert: Authenticator app, Phone',
    ],
    ['Security info lists Authenticator app and Email.', 'Security info führt Authenticator app und Email auf.'],
    [
      'It was a self-service reset with two methods: authenticator app and text message',
      'Es war ein Zurücksetzen im Self-Service mit zwei Methoden: Authenticator-App und SMS',
    ],
    [
      'The report counts the user as registered (2 required)',
      'Der Bericht führt den Benutzer als registriert (nötige Methoden: 2)',
    ],
    ['In a private window, as balas@x.example', 'In einem privaten Fenster, als balas@x.example'],
  ])('says %s', (english, german) => {
    expect(read(english)).toBe(german)
  })
})

const user = '33333333-1111-4111-8111-111111111111'
const other = '44444444-1111-4111-8111-111111111111'
const operator = '22222222-1111-4111-8111-111111111111'
const mark = '2026-11-21T09:00:00.000Z'
const at = '2026-11-21T09:05:00.000Z'
const flow = 'Self-service password reset flow activity progress'

const row = (activity: string, change: Partial<AuditRow> = {}): AuditRow => ({
  at,
  activity,
  service: 'Self-service Password Management',
  result: 'success',
  reason: '',
  correlationId: 'c1',
  userIds: [user],
  ...change,
})
const reset = row('Reset password (self-service)')
const appGate = row(flow, { reason: 'User completed the mobile app code verification option' })
const mailGate = row(flow, { reason: 'User completed the email verification option' })
const started = row(flow, { reason: 'User started the mobile SMS verification option' })
const cancelled = row(flow, { reason: 'User cancelled before passing the required authentication methods' })
const refused = row(flow, { reason: 'Password reset is not enabled for this user' })
const letIn = row(flow, { reason: 'User was presented with verification options' })
const single = row('User registered security info')
const whole = row('User registered all required security info')
const detail = (change: Partial<RegistrationDetail> = {}): RegistrationDetail => ({
  isSsprEnabled: true,
  isSsprRegistered: true,
  isSsprCapable: false,
  isAdmin: false,
  methodsRegistered: ['mobilePhone'],
  computedAt: at,
  ...change,
})
const event = (change: Partial<MethodEvent> = {}): MethodEvent => ({
  userId: user,
  at,
  feature: 'reset',
  method: 'mobileAppCode',
  isSuccess: true,
  reason: '',
  ...change,
})
const subjects = { testUserId: user, controlUserId: other, operatorId: operator }
const asked = (methodsRequired: number, resetWith?: ContactKind[]) => ({ methodsRequired, resetWith })

const judgements: [judgement: Judgement, german: string][] = [
  [judgeMembership([user], user, 'inside'), 'die Gruppe hat 1 Mitglied; es ist dieser Benutzer'],
  [judgeMembership([other], user, 'outside'), 'die Gruppe hat 1 Mitglied; es ist nicht dieser Benutzer'],
  [judgeMembership([other, user], user, 'inside'), 'die Gruppe hat 2 Mitglieder; dieser Benutzer ist darunter'],
  [judgeMembership([], user, 'inside'), 'die Gruppe hat 0 Mitglieder; dieser Benutzer ist nicht darunter'],
  [judgeRoles([]), 'keine aktive Verzeichnisrolle'],
  [
    judgeRoles(['User Administrator', 'Reports Reader']),
    'hat User Administrator, Reports Reader: Für Administratoren gilt eine eigene Richtlinie',
  ],
  [judgeLicence([]), 'kein Dienstplan mit Entra ID P1 oder P2'],
  [judgeLicence([{ name: 'AAD_PREMIUM', status: 'Success' }]), 'AAD_PREMIUM, bereitgestellt'],
  [judgeLicence([{ name: 'AAD_PREMIUM', status: 'Disabled' }]), 'AAD_PREMIUM hat den Status Disabled'],
  [
    judgeLicence([{ name: 'AAD_PREMIUM_P2', status: 'PendingProvisioning' }]),
    'AAD_PREMIUM_P2 hat den Status PendingProvisioning',
  ],
  [judgeScope(null, 'on'), 'der Bericht hat noch keine Zeile für diesen Benutzer'],
  [judgeScope(detail(), 'on'), 'isSsprEnabled ist true'],
  [judgeRegistration(detail()), 'isSsprRegistered ist true, isSsprCapable ist false'],
  [judgeAdminFlag(null), 'der Bericht sagt noch nicht, ob dieser Benutzer ein Administrator ist'],
  [judgeAdminFlag(detail()), 'isAdmin ist false'],
  [judgeMethods(['#microsoft.graph.emailAuthenticationMethod'], ['email']), 'hat emailAuthenticationMethod'],
  [judgeMethods([], ['authenticatorCode', 'phoneText', 'email']), 'noch nicht da: Authenticator-App, Telefon, E-Mail'],
  [
    judgeMethodsReported(detail({ computedAt: '2026-11-21T08:00:00.000Z' }), ['email'], mark),
    'der Bericht wurde berechnet, bevor der Schritt begonnen wurde',
  ],
  [judgeEnoughMethods([], 2), '0 von 2 Arten von Methoden registriert; amtlich sagt es erst der Bericht'],
  [judgePasswordChange(null, null, mark), 'lastPasswordChangeDateTime ist leer'],
  [
    judgePasswordChange(at, null, mark),
    'lastPasswordChangeDateTime 2026-11-21 09:05:00 UTC, Startmarke 2026-11-21 09:00:00 UTC',
  ],
  [judgeSignIn([], mark), 'keine Anmeldung, seit der Schritt begonnen wurde'],
  [judgeSignIn([{ at, errorCode: 50126 }], mark), 'Anmeldungen seither: 1, keine erfolgreich'],
  [judgeSignIn([{ at, errorCode: 0 }], mark), 'erfolgreiche Anmeldung am 2026-11-21 09:05:00 UTC'],
  [judgeLastSignIn(null, mark), 'keine erfolgreiche Anmeldung bekannt'],
  [
    judgeLastSignIn(at, mark),
    'letzte erfolgreiche Anmeldung 2026-11-21 09:05:00 UTC, Startmarke 2026-11-21 09:00:00 UTC',
  ],

  [judgeRegistrationAudit([], user, mark, ['email']), 'keine Zeile dieses Benutzers, seit der Schritt begonnen wurde'],
  [judgeRegistrationAudit([single], user, mark, ['email', 'phoneText']), '1 von 2 gesehen'],
  [
    judgeRegistrationAudit([single, single], user, mark, ['email', 'phoneText']),
    '2 × “User registered security info”, zuletzt am 2026-11-21 09:05:00 UTC',
  ],
  [
    judgeRegistrationAudit([whole], user, mark, ['email']),
    '“User registered all required security info” am 2026-11-21 09:05:00 UTC',
  ],
  [
    judgeResetAudit([], user, mark, asked(1)),
    'kein Zurücksetzen im Self-Service durch diesen Benutzer, seit der Schritt begonnen wurde',
  ],
  [
    judgeResetAudit([letIn], user, mark, asked(1)),
    'kein Zurücksetzen im Self-Service durch diesen Benutzer, seit der Schritt begonnen wurde; zuletzt: “User was presented with verification options” am 2026-11-21 09:05:00 UTC',
  ],
  [
    judgeResetAudit([row('Reset password (by admin)')], user, mark, asked(1)),
    'das Überwachungsprotokoll zeigt ein Zurücksetzen durch einen Administrator am 2026-11-21 09:05:00 UTC',
  ],
  [
    judgeResetAudit([appGate, mailGate, reset], user, mark, asked(2)),
    'Zeilen mit derselben Korrelations-ID: 3; bestätigt mit mobile app code und email, zurückgesetzt am 2026-11-21 09:05:00 UTC',
  ],
  [
    judgeResetAudit([reset], user, mark, asked(1)),
    'letzte Zeile gesehen, bisher 0 von 1 bestätigten Methoden gesehen (Zeilen mit derselben Korrelations-ID: 1; bestätigt mit keiner Methode, zurückgesetzt am 2026-11-21 09:05:00 UTC)',
  ],
  [
    judgeResetAudit([appGate, mailGate, reset], user, mark, asked(1)),
    'Zeilen mit derselben Korrelations-ID: 3; bestätigt mit mobile app code und email, zurückgesetzt am 2026-11-21 09:05:00 UTC: Das Lab verlangt 1, im Portal ist also eine andere Zahl eingestellt',
  ],
  [
    judgeResetAudit([appGate, reset], user, mark, asked(1, ['email'])),
    'Zeilen mit derselben Korrelations-ID: 2; bestätigt mit mobile app code, zurückgesetzt am 2026-11-21 09:05:00 UTC: Das Lab verlangt email',
  ],
  [judgePasswordAudit([], user, mark), 'keine Zeile über ein neues Kennwort, seit der Schritt begonnen wurde'],
  [judgePasswordAudit([reset], user, mark), '“Reset password (self-service)” am 2026-11-21 09:05:00 UTC'],
  [judgeScopeAudit([], user, mark, 'on'), 'kein Versuch dieses Benutzers, seit der Schritt begonnen wurde'],
  [
    judgeScopeAudit([refused], user, mark, 'off'),
    '“Password reset is not enabled for this user” am 2026-11-21 09:05:00 UTC',
  ],
  [judgeRefusal([reset], user, mark), 'der Kontrollbenutzer hat das Kennwort am 2026-11-21 09:05:00 UTC zurückgesetzt'],
  [judgeRefusal([], user, mark), 'keine Abweisung dieses Benutzers, seit der Schritt begonnen wurde'],
  [
    judgeRefusal([started], user, mark),
    'keine Abweisung dieses Benutzers, seit der Schritt begonnen wurde; zuletzt: “User started the mobile SMS verification option” am 2026-11-21 09:05:00 UTC',
  ],

  [
    judgeDoneEvent([], user, mark, 'registration'),
    'keine Registrierung dieses Benutzers unter den letzten Ereignissen des Beta-Berichts',
  ],
  [
    judgeDoneEvent([], user, mark, 'reset'),
    'kein Zurücksetzen dieses Benutzers unter den letzten Ereignissen des Beta-Berichts',
  ],
  [
    judgeRefusedEvent([], user, mark),
    'keine Abweisung dieses Benutzers unter den letzten Ereignissen des Beta-Berichts',
  ],
  [
    judgeDoneEvent([event()], user, mark, 'reset'),
    'Zurücksetzen mit mobileAppCode am 2026-11-21 09:05:00 UTC gelungen (Beta-Bericht)',
  ],
  [
    judgeDoneEvent([event({ feature: 'registration', method: '' })], user, mark, 'registration'),
    'Registrierung am 2026-11-21 09:05:00 UTC gelungen (Beta-Bericht)',
  ],
  [
    judgeDoneEvent([event({ isSuccess: false, reason: 'Code was wrong' })], user, mark, 'reset'),
    'Zurücksetzen mit mobileAppCode am 2026-11-21 09:05:00 UTC fehlgeschlagen: “Code was wrong” (Beta-Bericht)',
  ],
  [
    judgeDoneEvent([event(), event({ method: 'email' })], user, mark, 'reset', 2),
    'Zurücksetzen mit mobileAppCode am 2026-11-21 09:05:00 UTC gelungen (Beta-Bericht); Zurücksetzen mit email am 2026-11-21 09:05:00 UTC gelungen (Beta-Bericht)',
  ],
  [
    judgeDoneEvent([event({ reason: 'Done' }), event({ reason: 'Done' })], user, mark, 'reset', 2),
    'Zurücksetzen mit mobileAppCode am 2026-11-21 09:05:00 UTC gelungen: “Done” (Beta-Bericht); Zurücksetzen mit mobileAppCode am 2026-11-21 09:05:00 UTC gelungen: “Done” (Beta-Bericht): 1 von 2 Methoden',
  ],
  [
    judgeRefusedEvent(
      [event({ isSuccess: false, method: '', reason: 'Password reset is not enabled for this user' })],
      user,
      mark,
    ),
    'Zurücksetzen am 2026-11-21 09:05:00 UTC fehlgeschlagen: “Password reset is not enabled for this user” (Beta-Bericht)',
  ],

  [
    judgeStopped([started, cancelled], user, mark),
    '“User cancelled before passing the required authentication methods” am 2026-11-21 09:05:00 UTC, keine Methode bestanden',
  ],
  [judgeStopped([reset], user, mark), 'das Kennwort wurde am 2026-11-21 09:05:00 UTC zurückgesetzt'],
  [
    judgeStopped([started, appGate], user, mark),
    'eine Methode wurde bestanden: Beginnen Sie diesen Schritt noch einmal, und geben Sie nicht den richtigen Code ein',
  ],
  [judgeStopped([], user, mark), 'kein Zurücksetzen durch diesen Benutzer, seit der Schritt begonnen wurde'],
  [judgeStopped([started], user, mark), 'begonnen und noch nicht verlassen: Wählen Sie Cancel'],
  [
    judgeWeakPassword([{ ...reset, result: 'failure', reason: 'PasswordDoesnotComplyFuzzyPolicy' }], user, mark),
    'abgelehnt am 2026-11-21 09:05:00 UTC: PasswordDoesnotComplyFuzzyPolicy',
  ],
  [judgeWeakPassword([reset], user, mark), 'das Kennwort wurde am 2026-11-21 09:05:00 UTC angenommen'],
  [judgeWeakPassword([], user, mark), 'kein abgelehntes Kennwort dieses Benutzers, seit der Schritt begonnen wurde'],
  [
    judgeAdministrator([appGate, reset], user, mark),
    'zurückgesetzt am 2026-11-21 09:05:00 UTC, bestätigte Methoden: 1',
  ],
  [
    judgeAdministrator([letIn], user, mark),
    'die Seite hat den Administrator hereingelassen: Wie viele Methoden sie verlangt hat, können nur Sie sehen',
  ],
  [judgeAdministrator([], user, mark), 'kein Versuch dieses Kontos, seit der Schritt begonnen wurde'],
  [
    judgeSamePerson([whole, reset], subjects, mark),
    'Objekt-ID 33333333… hat sich am 2026-11-21 09:05:00 UTC registriert und am 2026-11-21 09:05:00 UTC zurückgesetzt',
  ],
  [
    judgeSamePerson([{ ...reset, userIds: [operator] }], subjects, mark),
    'der Administrator hat ein Kennwort zurückgesetzt, der Testbenutzer nicht',
  ],
  [
    judgeSamePerson([{ ...whole, userIds: [other] }], subjects, mark),
    'der Kontrollbenutzer hat sich registriert, der Testbenutzer nicht: War das Fenster ein privates?',
  ],
  [judgeSamePerson([whole], subjects, mark), 'noch kein Zurücksetzen durch dieses Konto gesehen'],
  [judgeSamePerson([], subjects, mark), 'noch keine Registrierung dieses Kontos gesehen'],
  [judgeTakenAway([], 3), 'gesucht: 3, gefunden: nichts davon'],
  [judgeTakenAway(['balas@x.example', 'SSPRTesters'], 3), 'noch da: balas@x.example, SSPRTesters'],
]

describe('what witnesses say in German', () => {
  it.each(judgements)('%j', ({ detail: english }, german) => {
    expect(read(english)).toBe(german)
  })

  it('why one could not be asked is said by its failure, with what the service said', () => {
    const said = (code: string, message = ''): string => {
      const failure = { kind: 'forbidden', code, params: { message } } as const
      return read(failureText(failure))
    }
    expect(said('graph.no-premium')).toBe(
      'Der Mandant hat weder Entra ID P1 noch P2, deshalb beantwortet der Dienst dies nicht.',
    )
    expect(said('graph.forbidden', 'Insufficient privileges to complete the operation.')).toBe(
      'Das angemeldete Konto darf das nicht: Insufficient privileges to complete the operation.',
    )
    const { detail: english } = couldNotCheck(waitingReport('reset-audited'), 'audit', {
      kind: 'forbidden',
      code: 'graph.role-missing',
    })
    expect(read(english)).toMatch(/^Dem angemeldeten Konto fehlt die Verzeichnisrolle dafür /)
  })

  it('nobody has said anything yet', () => {
    for (const question of Object.keys(witnessesOf) as Question[]) expectGerman(waitingReport(question).detail)
    expect(read('a person')).toBe('eine Person')
  })
})

const everyVerdict = Object.keys(verdictLooks) as Verdict[]

describe('an evidence file in German', () => {
  it('says a claim, its verdict and why, in the words of all three', async () => {
    const claims = (await everyLab()).flatMap(build).flatMap((step) => step.claims)
    for (const { claim } of new Map(claims.map((each) => [each.claim, each])).values()) {
      for (const [{ detail: why }, german] of judgements) {
        expect(read(heardWords.proven(claim, why))).toBe(`${read(claim)}: Belegt. ${german}`)
        expect(read(heardWords.waiting(claim, why))).toBe(`${read(claim)}: Offen. ${german}`)
        expect(read(heardWords['not-yet-seen'](claim, why))).toBe(`${read(claim)}: Noch nicht gesehen. ${german}`)
      }
    }
  })

  it('says why, in words that another version of this one had', () => {
    const english = 'balas@x.example registered Phone: Contradicted. the reset was blocked'
    expect(read(english)).toBe('balas@x.example hat registriert: Phone: Widerlegt. the reset was blocked')
  })

  it('keeps in English the words reports always had', () => {
    for (const verdict of everyVerdict) {
      expect(heardWords[verdict]('A is in B', 'why')).toBe(`A is in B: ${verdictLooks[verdict].word}. why`)
      expectGerman(verdictLooks[verdict].word)
      if (verdict !== 'proven' && verdict !== 'attested')
        expect(openWords[verdict]('why')).toBe(`${verdictLooks[verdict].word}: why`)
    }
  })

  it('has no English left in its trail, in what is to be done, and in what it does not prove', () => {
    const facts = sampleFacts().map((fact) =>
      fact.kind === 'witness' && fact.body.report.verdict === 'contradicted'
        ? {
            ...fact,
            body: {
              ...fact.body,
              report: sampleReport({ verdict: 'contradicted', detail: 'no successful sign-in is known' }),
            },
          }
        : fact,
    )
    const [first, ...rest] = facts
    if (!first) throw new Error('no facts')
    const report = buildReport(
      openEvidence(
        sampleEvidence({
          facts: [
            first,
            { kind: 'step-repeated', body: { stepId: 'register' } },
            { kind: 'step-begun', body: { stepId: 'clean-up', passwordChangedAt: null, requestId: null } },
            ...rest,
          ],
        }),
      ),
    )
    expect(report.trail.map(({ what }) => read(what))).toEqual([
      'Aufzeichnung begonnen',
      'Schritt neu begonnen: Registrieren',
      'Schritt begonnen: Aufräumen',
      'Schritt begonnen: Vorprüfungen',
      'balas@lab.onmicrosoft.com ist in SSPRTesters: Belegt. die Gruppe hat 1 Mitglied; es ist dieser Benutzer',
      'Notiz zu „Vorprüfungen“: Żółć: the portal took a while',
      'Es war ein Zurücksetzen im Self-Service mit einer Methode: SMS: Widerlegt. keine erfolgreiche Anmeldung bekannt',
      'Beigefügt zu „Zurücksetzen“: reset page.png',
      'balas@lab.onmicrosoft.com hat sich nach dem Zurücksetzen angemeldet: von einer Person bezeugt. I saw My Account',
      'Schritt übersprungen: Kontrollbenutzer wird abgewiesen. No time left',
      'Aufzeichnung abgeschlossen',
    ])
    const actions = report.actions.map(({ what, why }) => [read(what), read(why)])
    expect(actions).toContainEqual([
      'Führen Sie den Schritt aus, oder nehmen Sie hin, dass er übersprungen wurde: grady@lab.onmicrosoft.com wurde von der Self-Service-Kennwortzurücksetzung abgewiesen',
      'Übersprungen: No time left',
    ])
    expect(actions).toContainEqual([
      'Finden Sie heraus, warum, bringen Sie es in Ordnung, und wiederholen Sie den Schritt: Es war ein Zurücksetzen im Self-Service mit einer Methode: SMS',
      'Widerlegt: keine erfolgreiche Anmeldung bekannt',
    ])
    const told = actions.find(([what = '']) => what.startsWith('Sagen Sie, was zu sehen war'))
    expect(told).toEqual([
      'Sagen Sie, was zu sehen war, oder führen Sie den Schritt noch einmal aus: grady@lab.onmicrosoft.com ist nicht in SSPRTesters; balas@lab.onmicrosoft.com hat keine Administratorrolle; grady@lab.onmicrosoft.com hat keine Administratorrolle; balas@lab.onmicrosoft.com hat Entra ID P1 oder P2; Die Self-Service-Kennwortzurücksetzung ist für balas@lab.onmicrosoft.com eingeschaltet; Die Self-Service-Kennwortzurücksetzung ist für grady@lab.onmicrosoft.com ausgeschaltet',
      'Offen: Noch nicht gefragt.',
    ])
    for (const sentence of report.doesNotProve) expectGerman(sentence)
    for (const [what = '', why = ''] of actions.filter(([, text = '']) => !text.includes('No time left'))) {
      expect(`${what} ${why}`).not.toMatch(isEnglish)
    }
  })

  it('says whether it is as it was sealed', () => {
    const sealed = sampleEvidence()
    const entries = unzipSync(sealed)
    const check = (changed: Record<string, Uint8Array>): string =>
      read(checkEvidenceFile(zipSync({ ...entries, ...changed })).detail)
    const events = strFromU8(entries['events.jsonl'] ?? new Uint8Array())
    const lines = events.split('\n').slice(0, -1)
    const withLines = (kept: string[]): Record<string, Uint8Array> => ({
      'events.jsonl': strToU8(kept.map((each) => `${each}\n`).join('')),
    })
    expect(read(checkEvidenceFile(sealed).detail)).toBe(
      'Alle 9 Ereignisse passen in ihre Kette, und das Siegel passt zur Kette. Anhänge, wie sie versiegelt wurden: 1.',
    )
    expect(read(checkEvidenceFile(sampleEvidence({ facts: [...sampleFacts()].slice(0, 4) })).detail)).toBe(
      'Alle 4 Ereignisse passen in ihre Kette, und das Siegel passt zur Kette.',
    )
    expect(check({})).toMatch(/^Verändert: was versiegelt wurde, ist darin, .*: Die Datei wurde neu gepackt, oder /)
    expect(check({ 'notes.html': strToU8('x') })).toBe('Verändert: notes.html wurde hineingelegt.')
    expect(check(withLines(lines.slice(0, -1)))).toBe('Verändert: abgeschnitten, 8 von 9 Ereignissen sind übrig.')
    expect(check(withLines(lines.toSpliced(3, 1)))).toBe('Verändert: Ereignis 3 wurde herausgenommen.')
    expect(check(withLines(lines.toSpliced(3, 0, lines[3] ?? '')))).toBe('Verändert: Ereignis 3 steht zweimal da.')
    expect(check(withLines([...lines.slice(0, 2), lines[3] ?? '', lines[2] ?? '', ...lines.slice(4)]))).toBe(
      'Verändert: ihre Ereignisse wurden umgeordnet: Nummer 3 steht, wo Nummer 2 hingehört.',
    )
    expect(check({ 'events.jsonl': strToU8(events.replace('Żółć', 'Zolc')) })).toBe(
      'Verändert: Ereignis 3 wurde verändert.',
    )
    expect(check({ 'seal.json': strToU8('{') })).toBe(
      'Verändert: seal.json lässt sich nicht so lesen, wie es versiegelt wurde.',
    )
    expect(read(checkEvidenceFile(strToU8('no zip')).detail)).toBe(
      'Keine lesbare Belegdatei: sie ist keine Zip-Datei, oder sie ist abgeschnitten.',
    )
    const { 'seal.json': _gone, ...unsealed } = entries
    expect(read(checkEvidenceFile(zipSync(unsealed)).detail)).toBe('Keine lesbare Belegdatei: seal.json fehlt darin.')
  })

  it('leaves other sentences that look a little like one of these', () => {
    for (const english of ['The service is down', 'It holds: nothing', 'x by y', sampleRecording().labTitle]) {
      expect(read(english)).toBe(english)
    }
  })
})
