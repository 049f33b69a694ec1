import { language, type ShellText, t } from '../texts.ts'

/** Why the window shows nothing of use. */
export type Trouble =
  /** Its process ended: Electron's reason (`crashed`, `oom`, `killed`) and exit code. */
  | { readonly kind: 'crashed'; readonly reason: string; readonly exitCode: number }
  /** It has not answered for a while. */
  | { readonly kind: 'hanging' }
  /** Its page did not load: Chromium's net error. */
  | { readonly kind: 'not-loaded'; readonly code: number; readonly error: string }
  /** The bridge to the main process could not be put up. */
  | { readonly kind: 'no-bridge' }

/** What is in trouble: the main window, or one of the two halves of a companion window. */
export type Subject = 'window' | 'guide' | 'page'

/** What a person can do about it. */
export const troubleActions = ['reload', 'wait', 'copy', 'quit'] as const
export type TroubleAction = (typeof troubleActions)[number]

const title = (subject: Subject, { kind }: Trouble): string =>
  t(`trouble.title.${subject}.${kind === 'no-bridge' || kind === 'not-loaded' ? 'notLoaded' : kind}`)

/** By Electron's reason for the end of a process (Electron docs, RenderProcessGoneDetails). */
const fates: Readonly<Record<string, ShellText>> = {
  oom: 'trouble.crashed.oom',
  'memory-eviction': 'trouble.crashed.oom',
  killed: 'trouble.crashed.killed',
  'launch-failed': 'trouble.crashed.launchFailed',
  'integrity-failure': 'trouble.crashed.integrityFailure',
}

/** One sentence on what happened. */
export function whatHappened(subject: Subject, trouble: Trouble): string {
  switch (trouble.kind) {
    case 'crashed':
      return t(fates[trouble.reason] ?? 'trouble.crashed.other')
    case 'hanging':
      return t('trouble.hanging')
    case 'not-loaded':
      return t(subject === 'page' ? 'trouble.notLoaded.network' : 'trouble.notLoaded.files')
    case 'no-bridge':
      return t('trouble.noBridge')
  }
}

function particulars(trouble: Trouble): string[] {
  if (trouble.kind === 'crashed') {
    const { reason, exitCode } = trouble
    return [t('trouble.reason', { reason }), t('trouble.exitCode', { code: String(exitCode) })]
  }
  if (trouble.kind !== 'not-loaded') return []
  return [t('trouble.error', { error: trouble.error, code: String(trouble.code) })]
}

/** For whoever is asked for help: what, when, and the versions. Nothing of a tenant, a person or a path. */
export function troubleDetails(subject: Subject, trouble: Trouble, at: Date, versions: readonly string[]): string {
  const time = t('trouble.at', { time: at.toISOString() })
  return [`${title(subject, trouble)}.`, ...particulars(trouble), time, ...versions].join('\n')
}

/** The action a link of the page stands for: `app://resetlab/trouble/<action>`. Null for every other address. */
export function troubleAction(address: string): TroubleAction | null {
  return troubleActions.find((action) => address === troubleLink(action)) ?? null
}
const troubleLink = (action: TroubleAction): string => `app://resetlab/trouble/${action}`

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const style = `
  :root { color-scheme: light dark; --ink: #0f172a; --soft: #475569; --ground: #f8fafc; --card: #fff; --line: #cbd5e1; --accent: #1d4ed8; --on: #fff }
  @media (prefers-color-scheme: dark) { :root { --ink: #f1f5f9; --soft: #a5b1c2; --ground: #0f172a; --card: #1e293b; --line: #475569; --accent: #93c5fd; --on: #0f172a } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
  main { width: min(640px, 100%); padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
  h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3 }
  p { margin: 0 0 12px; color: var(--soft) }
  pre { margin: 0 0 20px; padding: 12px; max-height: 240px; overflow: auto; border: 1px solid var(--line); border-radius: 8px; font: 12px/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
  nav { display: flex; flex-wrap: wrap; gap: 8px }
  a { padding: 7px 14px; border: 1px solid var(--line); border-radius: 8px; color: inherit; text-decoration: none; font-weight: 500 }
  a.first { background: var(--accent); border-color: var(--accent); color: var(--on) }
  a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`

function labelOf(action: TroubleAction, subject: Subject, isCopied: boolean): ShellText {
  if (action === 'copy' && isCopied) return 'trouble.copied'
  return action === 'quit' && subject !== 'window' ? 'trouble.close' : `trouble.${action}`
}

/** The whole page: no script, no picture, nothing to load. Its buttons are links, which the main process acts on. */
export function troublePage(subject: Subject, trouble: Trouble, details: string, isCopied: boolean): string {
  const shown = troubleActions.filter((action) => action !== 'wait' || trouble.kind === 'hanging')
  const buttons = shown.map((action) => {
    const label = t(labelOf(action, subject, isCopied))
    return `<a href="${troubleLink(action)}"${action === 'reload' ? ' class="first"' : ''}>${label}</a>`
  })
  return `<!doctype html>
<html lang="${language()}">
<head><meta charset="utf-8"><title>ResetLab: ${title(subject, trouble)}</title><style>${style}</style></head>
<body><main>
<h1>${title(subject, trouble)}</h1>
<p>${escaped(whatHappened(subject, trouble))}</p>
<p>${t(`trouble.nothingLost.${subject}`)}</p>
<pre tabindex="0" aria-label="${t('trouble.details')}">${escaped(details)}</pre>
<nav aria-label="${t('trouble.whatToDo')}">${buttons.join('\n')}</nav>
</main></body>
</html>
`
}
