import { type Context, Hono } from 'hono'

import { answerCall, callsOf, clearCalls, findCall, stateOfCall } from '../outbox/calls.ts'
import { approvePrompt, clearPrompts, denyPrompt, findPrompt, stateOfPrompt } from '../outbox/prompts.ts'
import { countAllFailedPrompts } from '../reset/failed-prompts.ts'
import type { PendingBox } from '../security-info/pending.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { Call } from '../state/model.ts'
import { form } from './form.ts'
import { type Html, html, nothing } from './html.ts'
import { openCalls } from './inbox-calls.ts'
import { inboxJson, type Item, itemSections, itemsOf } from './inbox-items.ts'
import { openPrompts, type PromptError } from './inbox-prompts.ts'
import { phoneCodes } from './phone-codes.ts'
import { readForm } from './read-form.ts'

const shown = 50
const room = 'Phone & inbox'

/** Leads to the messages before the last one shown. */
function olderLink(items: readonly Item[], rest: number): Html {
  const last = items.at(-1)
  if (last === undefined || rest <= 0) return nothing
  return html`<p><a href="/inbox/older?before=${last.seq}">Older messages (${rest})</a></p>`
}

/** Each tenant has a phone and an inbox of its own. */
function otherInboxes({ world, practice }: Site): Html {
  if (world.tenants.length < 2) return nothing
  const others = world.tenants.filter((other) => other !== practice).map(({ store }) => store.state.tenant)
  return html`<p class="quiet">
    This is the one of <strong>${practice.store.state.tenant.displayName}</strong>. To that of:
    ${others.map(({ domain, displayName }, at) => html`${at === 0 ? '' : ', '}<a href="/inbox?tenant=${domain}">${displayName}</a>`)}
  </p>`
}

/** The one window to everything the practice tenant "sends", and the stand-in for the phone it sends it to. */
export function createInboxApp(site: Site, registrations: PendingBox): Hono {
  const app = new Hono()
  const { practice } = site

  const isAsking = (): boolean => {
    const now = practice.clock()
    return (
      [...practice.store.state.prompts].some((prompt) => stateOfPrompt(prompt, now) === 'waiting') ||
      callsOf(practice).some((call) => stateOfCall(call, now) === 'waiting')
    )
  }

  const inboxPage = (context: Context, error: PromptError | null): Response => {
    const items = itemsOf(practice)
    const newest = items.slice(0, shown)
    const page = {
      title: 'Phone & inbox',
      room,
      shape: 'wide',
      script: 'inbox.js',
      // Slower while there is a number to type: without scripts, a refresh empties the field.
      ...(error === null ? { refreshSeconds: isAsking() ? 30 : 5 } : {}),
      body: html`<h1>Phone &amp; inbox</h1>
        <p class="quiet">
          Text messages, calls, mails and app prompts the practice tenant "sent". Nothing left this computer. New ones
          appear by themselves.
        </p>
        ${otherInboxes(site)} ${openPrompts(practice, error)} ${openCalls(practice)}
        ${phoneCodes(practice, registrations)}
        <div id="messages" data-version="${[items.length, ...newest.map(({ seq }) => seq)].join(' ')}">
          ${
            items.length === 0
              ? html`<p>No messages yet. Codes appear here as soon as a page says it has sent one.</p>`
              : [...itemSections(newest), olderLink(newest, items.length - newest.length)]
          }
        </div>
        ${items.length === 0 ? nothing : form({ id: 'clear-inbox', action: '/inbox/clear', submit: 'Clear', kind: 'plain' })}`,
    } as const
    return sendPage(site, context, page, error === null ? 200 : 400)
  }

  app.get('/inbox', (context) => inboxPage(context, null))
  app.get('/inbox.json', (context) => context.json(inboxJson(practice)))

  app.get('/inbox/older', (context) => {
    const before = Number(context.req.query('before'))
    const older = itemsOf(practice).filter(({ seq }) => seq < before)
    const page = older.slice(0, shown)
    return sendPage(site, context, {
      title: 'Older messages',
      room,
      shape: 'wide',
      body: html`<h1>Older messages</h1>
        <p><a href="/inbox">To the newest messages</a></p>
        <div id="messages">${page.length === 0 ? html`<p>There are no older ones.</p>` : itemSections(page)}</div>
        ${olderLink(page, older.length - page.length)}`,
    })
  })

  mountAnswers(app, site, inboxPage)

  /** What still waits for an answer stays, as on a phone; failures are counted before they are forgotten. */
  app.post('/inbox/clear', (context) => {
    countAllFailedPrompts(practice)
    practice.store.state.messages.deleteWhere(() => true)
    clearPrompts(practice)
    clearCalls(practice)
    return goTo(context, '/inbox')
  })
  return app
}

/** The buttons of prompts and calls. */
function mountAnswers(
  app: Hono,
  { practice }: Site,
  inboxPage: (context: Context, error: PromptError | null) => Response,
): void {
  app.post('/inbox/prompt/:id/approve', async (context) => {
    const prompt = findPrompt(practice, context.req.param('id'))
    const field = await readForm(context)
    const typed = field('number').trim()
    const isWaiting = prompt !== null && stateOfPrompt(prompt, practice.clock()) === 'waiting'
    // The app takes two digits only; something else is not a try.
    if (isWaiting && !/^\d{2}$/.test(typed)) return inboxPage(context, { id: prompt.id, typed: field('number') })
    if (prompt) approvePrompt(practice, prompt, typed)
    return goTo(context, '/inbox')
  })

  app.post('/inbox/prompt/:id/deny', (context) => {
    const prompt = findPrompt(practice, context.req.param('id'))
    if (prompt) denyPrompt(practice, prompt)
    return goTo(context, '/inbox')
  })

  const answerWith = (answer: Call['answer']) => (context: Context) => {
    const call = findCall(practice, context.req.param('id') ?? null)
    if (call) answerCall(practice, call, answer)
    return goTo(context, '/inbox')
  }
  app.post('/inbox/call/:id/answer', answerWith('approved'))
  app.post('/inbox/call/:id/hang-up', answerWith('denied'))
}
