import { choices, form } from '../../pages/form.ts'
import { type Html, html, nothing } from '../../pages/html.ts'
import { isShortened, lagNames, type LagName, lagTexts, presetOf, realLags } from '../../lags.ts'
import { dayMs, hourMs, minuteMs } from '../../time.ts'
import { machineNow } from '../clock.ts'
import { inputField } from '../controls.ts'
import { durationText, rangeText } from '../durations.ts'
import { doneNotice, formAction, section, stateOf, type View } from '../page-view.ts'

/** `2026-11-16 09:00:00 UTC` */
export const momentText = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const jumps = [minuteMs, 15 * minuteMs, hourMs, dayMs, 30 * dayMs]
const jumpNames = ['1 minute', '15 minutes', '1 hour', '1 day', '30 days']

export function clockSection(view: View): Html {
  const { world } = view.parts
  const ahead = world.settings.clockOffsetMs
  const at = stateOf(view, 'clock-at')
  const back = stateOf(view, 'clock-machine')
  const done = {
    'clock-jump': 'The clock has moved.',
    'clock-at': 'The clock has moved.',
    'clock-machine': 'The clock shows the machine’s time.',
  }
  return section(
    'clock',
    'Clock',
    html` ${doneNotice(view, done)}
      <dl>
        <dt>Simulated time</dt>
        <dd><time datetime="${new Date(world.clock()).toISOString()}">${momentText(world.clock())}</time></dd>
        <dt>This computer</dt>
        <dd>
          <time datetime="${new Date(machineNow(world)).toISOString()}">${momentText(machineNow(world))}</time>
          ${ahead > 0 ? html`(the simulated clock is ${durationText(ahead)} ahead)` : nothing}
        </dd>
      </dl>
      ${stateOf(view, 'clock-jump').problem()}
      <form id="clock-jump" method="post" action="${formAction(view, 'clock-jump')}">
        <fieldset>
          <legend>Jump ahead</legend>
          <div class="buttons tight">
            ${jumps.map(
              (ms, n) =>
                html`<button class="plain" type="submit" name="advanceMs" value="${ms}">${jumpNames[n] ?? ''}</button>`,
            )}
          </div>
        </fieldset>
      </form>
      ${at.problem(['at'])}
      ${form({
        id: 'clock-at',
        action: formAction(view, 'clock-at'),
        kind: 'plain',
        submit: 'Go to this moment',
        fields: inputField({
          id: 'clock-at-moment',
          name: 'at',
          type: 'datetime-local',
          label: 'A later moment, in UTC',
          value: at.value('at', new Date(world.clock() + hourMs).toISOString().slice(0, 16)),
          error: at.error('at'),
          hint: 'The clock never goes back: what the tenants remember would then lie in the future.',
        }),
      })}
      ${back.problem()}
      ${
        ahead > 0
          ? html`${form({ id: 'clock-machine', action: formAction(view, 'clock-machine'), kind: 'plain', submit: 'Back to this computer’s time' })}
              <p class="hint">
                That would go back. To begin again at this computer’s time,
                <a href="#start-over">start every tenant over</a>.
              </p>`
          : nothing
      }`,
  )
}

const secondsText = (ms: number): string => String(ms / 1000)

function waitRow(view: View, name: LagName): Html {
  const { lags } = view.parts.world.settings
  const state = stateOf(view, 'waits')
  const error = state.error(name)
  const describedBy = html` aria-describedby="wait-${name}-note${error === undefined ? '' : ` wait-${name}-error`}"${error === undefined ? nothing : html` aria-invalid="true"`}`
  const input = (end: 'min' | 'max', label: string, ms: number): Html =>
    html`<label>
      <span>${label}</span>
      <input
        name="${name}.${end}"
        value="${state.value(`${name}.${end}`, secondsText(ms))}"
        inputmode="decimal"
        autocomplete="off"
        ${describedBy}
        ${error !== undefined && end === 'min' ? html` autofocus` : nothing}
      />
    </label>`
  return html`<fieldset class="wait">
    <legend>${lagTexts[name].label}</legend>
    <div class="pair">${input('min', 'Shortest, s', lags[name][0])} ${input('max', 'Longest, s', lags[name][1])}</div>
    ${error === undefined ? nothing : html`<p class="error" id="wait-${name}-error" role="alert">${error}</p>`}
    <p class="hint" id="wait-${name}-note">
      ${lagTexts[name].what} At Microsoft: ${rangeText(realLags[name])}.
      ${isShortened(lags, name) ? html`<strong class="unreal">Not real: ${rangeText(lags[name])} here.</strong>` : nothing}
    </p>
  </fieldset>`
}

const presets = [
  { value: 'real', label: 'Real', hint: 'As long as at Microsoft. The clock can jump over a wait.' },
  { value: 'short', label: 'Short', hint: 'Not real: seconds at most, long enough to be met.' },
  { value: 'none', label: 'None', hint: 'Not real: everything is seen at once.' },
]

export function waitsSection(view: View): Html {
  const saved = { 'waits-preset': 'The waits are set.', waits: 'The waits are set.' }
  return section(
    'waits',
    'Waits',
    html` ${doneNotice(view, saved)}
      <p>How long it takes until something that was done can be seen, in simulated time.</p>
      ${stateOf(view, 'waits-preset').problem()}
      ${form({
        id: 'waits-preset',
        action: formAction(view, 'waits-preset'),
        submit: 'Set all waits',
        kind: 'plain',
        fields: choices('All waits at once', 'preset', presets, presetOf(view.parts.world.settings.lags) ?? ''),
      })}
      <details ${view.draft?.form === 'waits' || view.done === 'waits' ? html` open` : nothing}>
        <summary>Each wait by itself</summary>
        ${stateOf(view, 'waits').problem(lagNames)}
        ${form({ id: 'waits', action: formAction(view, 'waits'), submit: 'Save the waits', kind: 'plain', fields: lagNames.map((name) => waitRow(view, name)) })}
      </details>`,
  )
}
