import { form, textField } from '../pages/form.ts'
import { type Html, html, nothing } from '../pages/html.ts'
import type { Page } from '../pages/layout.ts'
import type { PasswordStrength } from '../rules/password.ts'
import { type ResetFlow, resetPath } from './reset-flow.ts'
import { cancelButton, errorAt, heading, room, steps } from './reset-pages.ts'

export const strengthScriptPath = '/reset/strength.js'

/** Follows the typing; the rules themselves are checked by the server. */
export const strengthScript = `const field = document.getElementById('f-newPassword')
const row = document.getElementById('strength')
const bar = document.getElementById('strength-bar')
const text = document.getElementById('strength-text')
const values = { weak: 1, medium: 2, strong: 3 }
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]
function strengthOf(password) {
  const count = kinds.filter((kind) => kind.test(password)).length
  if (password.length < 8 || count < 3) return 'weak'
  return password.length >= 12 && (count === kinds.length || password.length >= 16) ? 'strong' : 'medium'
}
if (field && row && bar && text) {
  field.addEventListener('input', () => {
    const strength = strengthOf(field.value)
    row.hidden = field.value === ''
    bar.value = values[strength]
    text.textContent = strength
  })
}
`

const strengths: Record<PasswordStrength, number> = { weak: 1, medium: 2, strong: 3 }

/** Without scripts, what the last try was worth; with them, what is typed now. */
const strengthBar = (strength: PasswordStrength | null): Html =>
  html`<p id="strength" role="status" ${strength === null ? html` hidden` : nothing}>
    <label for="strength-bar">Password strength:</label>
    <strong id="strength-text">${strength ?? ''}</strong>
    <meter
      id="strength-bar"
      min="0"
      low="1.5"
      high="2.5"
      optimum="3"
      max="3"
      value="${strength === null ? 0 : strengths[strength]}"
    ></meter>
  </p>`

export function newPasswordPage(flow: ResetFlow): Page {
  return {
    title: heading,
    room,
    shape: 'card',
    body: html`<h1>${heading}</h1>
      ${steps(flow)}
      ${form({
        id: 'new-password',
        action: resetPath(flow, '/password'),
        submit: 'Finish',
        fields: [
          textField({
            label: 'Enter new password',
            name: 'newPassword',
            type: 'password',
            error: errorAt(flow, 'newPassword'),
            hint: '8 to 256 characters; three of: small letters, capital letters, digits, symbols. Not your name, and no well-known word.',
            autocomplete: 'new-password',
            focus: true,
          }),
          strengthBar(flow.strength),
          textField({
            label: 'Confirm new password',
            name: 'confirmPassword',
            type: 'password',
            error: errorAt(flow, 'confirmPassword'),
            autocomplete: 'new-password',
          }),
        ],
        others: [cancelButton(flow)],
      })}
      <script src="${strengthScriptPath}" defer></script>`,
  }
}
