import { type Context, Hono } from 'hono'

import {
  approvePrompt,
  clearPrompts,
  denyPrompt,
  findPrompt,
  promptSubject,
  promptText,
  stateOfPrompt,
} from '../outbox/prompts.ts'
import { mask } from '../outbox/send.ts'
import { countFailedPrompts } from '../reset/failed-prompts.ts'
import type { PendingBox } from '../security-info/pending.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { Message, PracticeState, Prompt } from '../state/model.ts'
import { form } from './form.ts'
import { type Html, html, nothing } from './html.ts'
import { clockTime, closedPrompt, openPrompts, type PromptError } from './inbox-prompts.ts'
import { phoneCodes } from './phone-codes.ts'
import { readForm } from './read-form.ts'

const kindNames = { text: 'Text message', mail: 'Mail' } as const

const messageItem = (message: Message): Html =>
  html`<li class="message">
    <div class="grow">
      <strong>${message.subject}</strong>
      <span class="stamp"> ${kindNames[message.kind]} for ${message.userPrincipalName}, ${clockTime(message.at)} </span>
      ${
        message.code === null
          ? nothing
          : html`<div class="code-row">
              <span class="big-code code">${message.code}</span>
              <button class="plain" type="button" data-copy="${message.code}">Copy</button>
            </div>`
      }
      <pre>${message.text}</pre>
    </div>
  </li>`

interface Item {
  seq: number
  /** Heading it stands under: a masked number or address, or whose app it is. */
  place: string
  body: Html
}

/** Messages, and prompts that are over, newest first. */
function itemsOf(state: PracticeState, now: number): Item[] {
  const messages = state.messages.map((message) => ({
    seq: message.seq,
    place: mask(message.to),
    body: messageItem(message),
  }))
  const prompts = state.prompts.flatMap((prompt) => {
    const became = stateOfPrompt(prompt, now)
    const place = `Authenticator app of ${prompt.userPrincipalName}`
    return became === 'waiting' ? [] : [{ seq: prompt.seq, place, body: closedPrompt(prompt, became) }]
  })
  return [...messages, ...prompts].sort((a, b) => b.seq - a.seq)
}

/** Recipients in the order of their newest message; people recognise themselves by the mask. */
function groups(items: readonly Item[]): Map<string, Item[]> {
  const found = new Map<string, Item[]>()
  for (const item of items) found.set(item.place, [...(found.get(item.place) ?? []), item])
  return found
}

const groupSection = (place: string, items: readonly Item[]): Html =>
  html`<section>
    <h2>${place}</h2>
    <ul class="rows">
      ${items.map(({ body }) => body)}
    </ul>
  </section>`

const messageJson = ({ seq, at, kind, userPrincipalName, to, subject, text, code }: Message) => ({
  seq,
  sentAt: new Date(at).toISOString(),
  kind,
  userPrincipalName,
  to: mask(to),
  subject,
  text,
  code,
})

/** Without the number: it stands on the page that waits, for the person to read. */
const promptJson = (prompt: Prompt, now: number) => ({
  seq: prompt.seq,
  sentAt: new Date(prompt.at).toISOString(),
  kind: 'prompt',
  userPrincipalName: prompt.userPrincipalName,
  to: 'Authenticator app',
  subject: promptSubject,
  text: promptText,
  code: null,
  state: stateOfPrompt(prompt, now),
})

/** The one window to everything the practice tenant "sends", and the stand-in for the phone it sends it to. */
export function createInboxApp(site: Site, registrations: PendingBox): Hono {
  const app = new Hono()
  const { practice } = site
  const { store, clock } = practice

  const inboxPage = (context: Context, error: PromptError | null): Response => {
    const { state } = store
    const items = itemsOf(state, clock())
    const isAsking = state.prompts.some((prompt) => stateOfPrompt(prompt, clock()) === 'waiting')
    const page = {
      title: 'Phone & inbox',
      room: 'Phone & inbox',
      shape: 'wide',
      script: 'inbox.js',
      // Slower while there is a number to type: without scripts, a refresh empties the field.
      ...(error === null ? { refreshSeconds: isAsking ? 30 : 5 } : {}),
      body: html`<h1>Phone &amp; inbox</h1>
        <p class="quiet">
          Text messages, mails and app prompts the practice tenant "sent". Nothing left this computer. New ones appear
          by themselves.
        </p>
        ${openPrompts(practice, error)} ${phoneCodes(practice, registrations)}
        <div id="messages" data-version="${items.map(({ seq }) => seq).join(' ')}">
          ${
            items.length === 0
              ? html`<p>No messages yet. Codes appear here as soon as a page says it has sent one.</p>`
              : [...groups(items)].map(([place, list]) => groupSection(place, list))
          }
        </div>
        ${items.length === 0 ? nothing : form({ id: 'clear-inbox', action: '/inbox/clear', submit: 'Clear', kind: 'plain' })}`,
    } as const
    return sendPage(site, context, page, error === null ? 200 : 400)
  }

  app.get('/inbox', (context) => inboxPage(context, null))

  /** For scripts: messages and prompts, newest first, recipients masked as on the page. */
  app.get('/inbox.json', (context) => {
    const messages = [
      ...store.state.messages.map(messageJson),
      ...store.state.prompts.map((prompt) => promptJson(prompt, clock())),
    ]
    return context.json({ messages: messages.sort((a, b) => b.seq - a.seq) })
  })

  app.post('/inbox/prompt/:id/approve', async (context) => {
    const prompt = findPrompt(practice, context.req.param('id'))
    const field = await readForm(context)
    const typed = field('number').trim()
    const isWaiting = prompt !== null && stateOfPrompt(prompt, clock()) === 'waiting'
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

  /** Prompts that still wait stay, as they do on a phone; failed ones are counted before they are forgotten. */
  app.post('/inbox/clear', (context) => {
    for (const user of store.state.users) countFailedPrompts(practice, user)
    store.state.messages = []
    clearPrompts(practice)
    return goTo(context, '/inbox')
  })
  return app
}
