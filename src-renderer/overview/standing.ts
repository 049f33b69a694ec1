import type { PortalWatch } from '@contract/calls'
import type { Lab } from '@contract/lab'
import type { Run } from '@contract/plan'
import type { EvidenceSummary, Recording } from '@contract/recording'

import { t } from '../i18n/i18n'
import { labText, said } from '../i18n/sentences'

export interface Standing {
  readonly title: string
  readonly text: string
  readonly next: { readonly label: string; readonly to: string }
  readonly cards: readonly { title: string; icon: string; text: string; done: number; total: number }[]
}

interface Known {
  readonly lab: Lab | null
  readonly run: Run | null
  readonly portal: PortalWatch | null
  readonly recording: Recording | null
  readonly evidence: readonly EvidenceSummary[]
}

/** Where the lab stands, and the one thing to do next. */
export function standing(known: Known): Standing {
  const { lab, run } = known
  return {
    title: lab ? labText(lab.title) : t('overview.welcome'),
    text: lab ? labText(lab.summary) : t('overview.chooseFirst'),
    next: nextAction(known),
    cards: [setUpCard(run), portalCard(known), testCard(known)],
  }
}

function nextAction({ lab, run, portal, recording, evidence }: Known): Standing['next'] {
  if (recording) {
    const step = recording.steps.find((candidate) => candidate.stepId === recording.currentStep)
    return { label: t('overview.goOnTest', { step: step ? said(step.title) : t('overview.nextStep') }), to: '/test' }
  }
  if (!lab) return { label: t('overview.chooseLab'), to: '/set-up' }
  if (run?.labId !== lab.id || run.state !== 'done') return { label: t('overview.goOnSetUp'), to: '/set-up' }
  if (evidence.some((file) => file.labTitle === lab.title && file.startedAt >= run.startedAt)) {
    return { label: t('overview.seeEvidence'), to: '/evidence' }
  }
  if (portal?.inside.verdict === 'proven') return { label: t('overview.startTest'), to: '/test' }
  return { label: t('overview.setPortal'), to: '/set-up?view=run' }
}

function setUpCard(run: Run | null): Standing['cards'][number] {
  const rows = run?.rows.filter((row) => row.kind !== 'guided') ?? []
  const done = rows.filter((row) => row.state === 'done' || row.state === 'unchanged').length
  const text = run ? t('overview.actionsDone', { done, total: rows.length }) : t('overview.nothingApplied')
  return { title: t('overview.setUp'), icon: 'i-lucide-wand-sparkles', text, done, total: rows.length }
}

function portalCard({ portal, recording }: Known): Standing['cards'][number] {
  const seen =
    portal?.inside.verdict === 'proven' ||
    recording?.steps.some((step) =>
      step.claims.some((claim) => claim.claimId === 'sspr-on-for-test-user' && claim.verdict === 'proven'),
    ) === true
  const text = seen ? t('overview.seenByGraph') : portal ? t('overview.notYetSeen') : t('overview.notLookedFor')
  return { title: t('overview.portal'), icon: 'i-lucide-mouse-pointer-click', text, done: seen ? 1 : 0, total: 1 }
}

function testCard({ recording, evidence, lab }: Known): Standing['cards'][number] {
  const claims = recording?.steps.flatMap((step) => step.claims) ?? []
  const sealed = evidence.find((file) => file.labTitle === lab?.title)
  const done = recording ? claims.filter((claim) => claim.verdict === 'proven').length : (sealed?.proven ?? 0)
  const total = recording ? claims.length : (sealed?.claims ?? 0)
  const text = total === 0 ? t('overview.notStarted') : t('overview.claimsProven', { done, total })
  return {
    title: recording || !sealed ? t('overview.test') : t('overview.lastTest'),
    icon: 'i-lucide-list-checks',
    text,
    done,
    total,
  }
}
