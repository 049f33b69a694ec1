import type { Practice } from '../context.ts'
import { promptLifetimeMs, promptSubject, type PromptState, promptText, stateOfPrompt } from '../outbox/prompts.ts'
import type { Prompt } from '../state/model.ts'
import { secondMs } from '../time.ts'
import { form, textField } from './form.ts'
import { type Html, html, nothing } from './html.ts'

/** What was typed into one prompt that could not be taken. */
export interface PromptError {
  id: string
  typed: string
}

/** With the day: the simulated clock jumps over days. */
export const clockTime = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}"
    >${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC</time
  >`

const outcomes: Record<Exclude<PromptState, 'waiting'>, string> = {
  approved: 'Approved.',
  denied: 'Denied.',
  wrongNumber: 'Another number than the one shown was entered. Nothing was approved.',
  expired: 'Nobody answered within one minute.',
  withdrawn: 'Taken back: the page turned to something else.',
}

/** A prompt that is over, as one line among the messages. */
export const closedPrompt = (prompt: Prompt, state: Exclude<PromptState, 'waiting'>): Html =>
  html`<li class="message">
    <div class="grow">
      <strong>${promptSubject}</strong>
      <span class="stamp">App prompt for ${prompt.userPrincipalName}, ${clockTime(prompt.at)}</span>
      <p class="quiet">${outcomes[state]}</p>
    </div>
  </li>`

function openPrompt(practice: Practice, prompt: Prompt, error: PromptError | null): Html {
  const { users, tenant } = practice.store.state
  const name = users.get(prompt.userId)?.displayName ?? ''
  const left = Math.ceil((prompt.at + promptLifetimeMs - practice.clock()) / secondMs)
  const isRefused = error?.id === prompt.id
  const key = String(prompt.seq)
  return html`<li class="prompt">
    <div class="grow">
      <h3>${promptSubject}</h3>
      <p class="stamp">
        ${tenant.displayName}, ${name} (${prompt.userPrincipalName})<br />
        App prompt of ${clockTime(prompt.at)}, good for <span data-left="${left}">${left}</span> s more
      </p>
      <p>${promptText}</p>
      ${form({
        id: `prompt-${key}`,
        action: `/inbox/prompt/${prompt.id}/approve`,
        submit: 'Approve',
        fields: textField({
          id: `f-number-${key}`,
          label: 'Number shown on the page',
          name: 'number',
          inputmode: 'numeric',
          value: isRefused ? error.typed : '',
          error: isRefused ? 'Enter the two digits the page shows.' : undefined,
          focus: isRefused,
        }),
        others: [{ label: 'Deny', action: `/inbox/prompt/${prompt.id}/deny` }],
      })}
    </div>
  </li>`
}

/** Prompts that wait for an answer, newest first. Their number stands on the page that waits, not here. */
export function openPrompts(practice: Practice, error: PromptError | null): Html {
  const now = practice.clock()
  const waiting = [...practice.store.state.prompts]
    .filter((prompt) => stateOfPrompt(prompt, now) === 'waiting')
    .toReversed()
  return html`<section id="prompts" aria-label="App prompts" data-version="${waiting.map(({ id }) => id).join(' ')}">
    ${
      waiting.length === 0
        ? nothing
        : html`<h2>App prompts</h2>
            <ul class="rows">
              ${waiting.map((prompt) => openPrompt(practice, prompt, error))}
            </ul>`
    }
  </section>`
}
