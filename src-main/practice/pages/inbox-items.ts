import type { Practice } from '../context.ts'
import { callsOf, callText, stateOfCall } from '../outbox/calls.ts'
import { promptSubject, promptText, stateOfPrompt } from '../outbox/prompts.ts'
import { mask } from '../outbox/send.ts'
import type { Call, Message, Prompt } from '../state/model.ts'
import { type Html, html, nothing } from './html.ts'
import { callSubject, closedCall } from './inbox-calls.ts'
import { clockTime, closedPrompt } from './inbox-prompts.ts'

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
              <button class="plain" type="button" data-copy="${message.code}">Copy code</button>
            </div>`
      }
      <pre>${message.text}</pre>
    </div>
  </li>`

export interface Item {
  seq: number
  /** Heading it stands under: a masked number or address, or whose app it is. */
  place: string
  body: Html
}

/** Messages, and prompts and calls that are over, newest first. */
export function itemsOf(practice: Practice): Item[] {
  const { state } = practice.store
  const now = practice.clock()
  const messages = [...state.messages].map((message) => ({
    seq: message.seq,
    place: mask(message.to),
    body: messageItem(message),
  }))
  const prompts = [...state.prompts].flatMap((prompt) => {
    const became = stateOfPrompt(prompt, now)
    const place = `Authenticator app of ${prompt.userPrincipalName}`
    return became === 'waiting' ? [] : [{ seq: prompt.seq, place, body: closedPrompt(prompt, became) }]
  })
  const calls = callsOf(practice).flatMap((call) => {
    const became = stateOfCall(call, now)
    return became === 'waiting' ? [] : [{ seq: call.seq, place: mask(call.to), body: closedCall(call, became) }]
  })
  return [...messages, ...prompts, ...calls].sort((a, b) => b.seq - a.seq)
}

/** Under their recipients, in the order of each one's newest; people recognise themselves by the mask. */
export function itemSections(items: readonly Item[]): Html[] {
  const found = new Map<string, Item[]>()
  for (const item of items) {
    const list = found.get(item.place)
    if (list) list.push(item)
    else found.set(item.place, [item])
  }
  return [...found].map(
    ([place, list]) =>
      html`<section>
        <h2>${place}</h2>
        <ul class="rows">
          ${list.map(({ body }) => body)}
        </ul>
      </section>`,
  )
}

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

const callJson = (call: Call, now: number) => ({
  seq: call.seq,
  sentAt: new Date(call.at).toISOString(),
  kind: 'call',
  userPrincipalName: call.userPrincipalName,
  to: mask(call.to),
  subject: callSubject(call),
  text: callText,
  code: null,
  state: stateOfCall(call, now),
})

/** For scripts: messages, prompts and calls, newest first, recipients masked as on the page. */
export function inboxJson(practice: Practice) {
  const { messages, prompts } = practice.store.state
  const now = practice.clock()
  const all = [
    ...[...messages].map(messageJson),
    ...[...prompts].map((prompt) => promptJson(prompt, now)),
    ...callsOf(practice).map((call) => callJson(call, now)),
  ]
  return { messages: all.sort((a, b) => b.seq - a.seq) }
}
