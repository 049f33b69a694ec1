import { Hono } from 'hono'

import { styleSheet } from './style.ts'

/** Sends the form that takes a sign-in back to its application; its button does the same without scripts. */
const submitScript = `for (const form of document.querySelectorAll('form[data-submit="at-once"]')) form.requestSubmit()
`

/** Keeps the inbox fresh without losing focus or scroll position, and copies codes. */
const inboxScript = `const list = document.getElementById('messages')
let seen = list?.dataset.newest ?? ''
async function look() {
  const answer = await fetch('/inbox', { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('messages')
  if (!fresh || fresh.dataset.newest === seen) return
  seen = fresh.dataset.newest ?? ''
  list.replaceChildren(...fresh.childNodes)
}
if (list) setInterval(() => { if (!document.hidden) look().catch(() => {}) }, 2000)
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  button.textContent = 'Copied'
})
`

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5c5c"/><path d="M9 16a7 7 0 1 1 2.4 5.3M9 23v-4.6h4.6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`

const files: Record<string, { type: string; text: string }> = {
  'practice.css': { type: 'text/css; charset=utf-8', text: styleSheet },
  'submit.js': { type: 'text/javascript; charset=utf-8', text: submitScript },
  'inbox.js': { type: 'text/javascript; charset=utf-8', text: inboxScript },
  'icon.svg': { type: 'image/svg+xml', text: icon },
}

export function createAssetsApp(): Hono {
  const app = new Hono()
  app.get('/assets/:name', (context) => {
    const file = files[context.req.param('name')]
    return file ? context.body(file.text, 200, { 'Content-Type': file.type }) : context.notFound()
  })
  return app
}
