import type { Practice } from '../context.ts'
import { durationText } from '../control/durations.ts'
import { areShortened } from '../lags.ts'
import { type Html, html, nothing } from './html.ts'

/** Stands on every page, word for word. */
export const rehearsalSentence = "Rehearsal: this is ResetLab's practice tenant, not Microsoft's page."

export interface Page {
  title: string
  body: Html
  /** `card` for one question at a time, `wide` for pages with a menu or a list. */
  shape: 'card' | 'wide'
  /** Which room this is, shown in the bar. */
  room: string
  signedInAs?: string | undefined
  menu?: Html
  script?: string
  refreshSeconds?: number
}

interface Badge {
  text: string
  title: string
}

/** What is not as at Microsoft just now. */
function badgesOf({ settings }: Practice): Badge[] {
  const { clockOffsetMs, lags, faults, quota, latencyMs, codes } = settings
  const badges: (Badge | false)[] = [
    clockOffsetMs > 0 && {
      text: `clock +${durationText(clockOffsetMs)}`,
      title: 'The simulated clock is ahead of this computer',
    },
    areShortened(lags) && {
      text: 'waits shortened',
      title: 'Audit rows, reports and new objects appear sooner than at Microsoft',
    },
    faults.length > 0 && { text: 'faults on', title: 'Graph requests go wrong on purpose' },
    !quota && { text: 'quotas off', title: 'Nobody is throttled for asking too much' },
    latencyMs > 0 && { text: `latency ${durationText(latencyMs)}`, title: 'Every Graph answer waits that long' },
    codes === 'predictable' && { text: 'codes predictable', title: 'Codes of texts and mails can be foretold' },
  ]
  return badges.filter((badge) => badge !== false)
}

/** A whole page: bar, the permanent rehearsal strip, content. Works without any script. */
export function renderPage(practice: Practice, page: Page): string {
  const { tenant } = practice.store.state
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${tenant.displayName} (rehearsal)</title>
        <link rel="stylesheet" href="/assets/practice.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${page.refreshSeconds === undefined ? nothing : html`<noscript><meta http-equiv="refresh" content="${page.refreshSeconds}" /></noscript>`}
        ${page.script === undefined ? nothing : html`<script src="/assets/${page.script}" defer></script>`}
      </head>
      <body class="${page.shape}">
        <a class="skip" href="#content">Skip to content</a>
        <header class="bar">
          <a class="tenant" href="/">${tenant.displayName}</a>
          <span class="room">${page.room}</span>
          <span class="spacer"></span>
          ${
            page.signedInAs === undefined
              ? nothing
              : html`<span class="who">${page.signedInAs}</span>
                  <form id="sign-out" method="post" action="/signout"><button type="submit">Sign out</button></form>`
          }
        </header>
        <aside class="strip" aria-label="Rehearsal">
          <span>${rehearsalSentence}</span>
          ${badgesOf(practice).map(({ text, title }) => html`<span class="badge" title="${title}">${text}</span>`)}
          <a class="to-control" href="/control?tenant=${tenant.domain}">Control room</a>
        </aside>
        <div class="frame">
          ${page.menu ?? nothing}
          <main id="content">${page.body}</main>
        </div>
      </body>
    </html>`
  return document.markup
}
