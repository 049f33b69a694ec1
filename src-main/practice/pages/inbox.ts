import { Hono } from 'hono'

import { mask } from '../outbox/send.ts'
import { goTo, sendPage, type Site } from '../site.ts'
import type { Message } from '../state/model.ts'
import { form } from './form.ts'
import { type Html, html, nothing } from './html.ts'

const kindNames = { text: 'Text message', mail: 'Mail' } as const

const messageItem = (message: Message): Html =>
  html`<li class="message">
    <div class="grow">
      <strong>${message.subject}</strong>
      <span class="stamp">
        ${kindNames[message.kind]} for ${message.userPrincipalName},
        <time datetime="${new Date(message.at).toISOString()}"
          >${new Date(message.at).toISOString().slice(11, 19)} UTC</time
        >
      </span>
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

/** Recipients in the order of their newest message; people recognise themselves by the mask. */
function groups(messages: readonly Message[]): Map<string, Message[]> {
  const found = new Map<string, Message[]>()
  for (const message of messages.toReversed()) {
    const list = found.get(message.to) ?? []
    list.push(message)
    found.set(message.to, list)
  }
  return found
}

const groupSection = (to: string, messages: readonly Message[]): Html =>
  html`<section>
    <h2>${mask(to)}</h2>
    <ul class="rows">
      ${messages.map(messageItem)}
    </ul>
  </section>`

/** The one window to everything the practice tenant "sends": texts and mails, newest first. */
export function createInboxApp(site: Site): Hono {
  const app = new Hono()
  const { store } = site.practice

  app.get('/inbox', (context) => {
    const { messages } = store.state
    return sendPage(site, context, {
      title: 'Phone & inbox',
      room: 'Phone & inbox',
      shape: 'wide',
      script: 'inbox.js',
      refreshSeconds: 5,
      body: html`<h1>Phone &amp; inbox</h1>
        <p class="quiet">
          Text messages and mails the practice tenant "sent". Nothing left this computer. New ones appear by themselves.
        </p>
        <div id="messages" data-newest="${messages.at(-1)?.seq ?? 0}">
          ${
            messages.length === 0
              ? html`<p>Nothing yet. Codes appear here as soon as a page says it has sent one.</p>`
              : [...groups(messages)].map(([to, list]) => groupSection(to, list))
          }
        </div>
        ${messages.length === 0 ? nothing : form({ id: 'clear-inbox', action: '/inbox/clear', submit: 'Clear', kind: 'plain' })}`,
    })
  })

  /** For scripts: the same messages, newest first, recipients masked as on the page. */
  app.get('/inbox.json', (context) =>
    context.json({
      messages: store.state.messages
        .toReversed()
        .map(({ seq, at, kind, userPrincipalName, to, subject, text, code }) => ({
          seq,
          sentAt: new Date(at).toISOString(),
          kind,
          userPrincipalName,
          to: mask(to),
          subject,
          text,
          code,
        })),
    }),
  )

  app.post('/inbox/clear', (context) => {
    store.state.messages = []
    store.touch()
    return goTo(context, '/inbox')
  })
  return app
}
