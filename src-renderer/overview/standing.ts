import type { PortalWatch } from '@contract/calls'
import type { Lab } from '@contract/lab'
import type { Run } from '@contract/plan'
import type { EvidenceSummary, Recording } from '@contract/recording'

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
    title: lab?.title ?? 'Welcome to your lab',
    text: lab?.summary ?? 'Choose a lab first: what should exist in the tenant, and what will be tested.',
    next: nextAction(known),
    cards: [setUpCard(run), portalCard(known), testCard(known)],
  }
}

function nextAction({ lab, run, portal, recording, evidence }: Known): Standing['next'] {
  if (recording) {
    const step = recording.steps.find((candidate) => candidate.stepId === recording.currentStep)
    return { label: `Go on with the test: ${step?.title ?? 'next step'}`, to: '/test' }
  }
  if (!lab) return { label: 'Choose a lab', to: '/set-up' }
  if (run?.labId !== lab.id || run.state !== 'done') return { label: 'Go on with set up', to: '/set-up' }
  if (evidence.some((file) => file.labTitle === lab.title && file.startedAt >= run.startedAt)) {
    return { label: 'See the evidence', to: '/evidence' }
  }
  if (portal?.inside.verdict === 'proven') return { label: 'Start the guided test', to: '/test' }
  return { label: 'Set password reset in the portal', to: '/set-up?view=run' }
}

function setUpCard(run: Run | null): Standing['cards'][number] {
  const rows = run?.rows.filter((row) => row.kind !== 'guided') ?? []
  const done = rows.filter((row) => row.state === 'done' || row.state === 'unchanged').length
  const text = run ? `${String(done)} of ${String(rows.length)} actions done` : 'Nothing applied yet'
  return { title: 'Set up', icon: 'i-lucide-wand-sparkles', text, done, total: rows.length }
}

function portalCard({ portal, recording }: Known): Standing['cards'][number] {
  const seen =
    portal?.inside.verdict === 'proven' ||
    recording?.steps.some((step) =>
      step.claims.some((claim) => claim.claimId === 'sspr-on-for-test-user' && claim.verdict === 'proven'),
    ) === true
  const text = seen ? 'Seen by Graph' : portal ? 'Not yet seen' : 'Not looked for yet'
  return { title: 'Portal', icon: 'i-lucide-mouse-pointer-click', text, done: seen ? 1 : 0, total: 1 }
}

function testCard({ recording, evidence, lab }: Known): Standing['cards'][number] {
  const claims = recording?.steps.flatMap((step) => step.claims) ?? []
  const sealed = evidence.find((file) => file.labTitle === lab?.title)
  const done = recording ? claims.filter((claim) => claim.verdict === 'proven').length : (sealed?.proven ?? 0)
  const total = recording ? claims.length : (sealed?.claims ?? 0)
  const text = total === 0 ? 'Not started' : `${String(done)} of ${String(total)} claims proven`
  return { title: recording || !sealed ? 'Test' : 'Last test', icon: 'i-lucide-list-checks', text, done, total }
}
