import { fieldId } from './lab-form'

/** Brings a field into view and puts the cursor in it; a group of choices gets its first one. */
export function focusField(field: string): void {
  const found = document.getElementById(fieldId(field))
  if (!found) return
  found.scrollIntoView({ block: 'center' })
  const control = found.matches('input, button, textarea') ? found : found.querySelector<HTMLElement>('input, button')
  control?.focus()
}
