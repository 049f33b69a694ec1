import { Hono } from 'hono'

import { styleSheet } from './style.ts'

/** Sends the form that takes a sign-in back to its application; its button does the same without scripts. */
const submitScript = `for (const form of document.querySelectorAll('form[data-submit="at-once"]')) form.requestSubmit()
`

/**
 * Keeps the parts of the inbox fresh without losing focus, scroll position or a number half typed; counts down the
 * seconds of codes, and copies them.
 */
const inboxScript = `const parts = [...document.querySelectorAll('[data-version]')]
const isInUse = (part) => [...part.querySelectorAll('input')].some((input) => input === document.activeElement && input.value !== '')
async function look() {
  const answer = await fetch('/inbox', { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of parts) {
    const fresh = page.getElementById(part.id)
    if (!fresh || fresh.dataset.version === part.dataset.version || isInUse(part)) continue
    part.dataset.version = fresh.dataset.version
    part.replaceChildren(...fresh.childNodes)
  }
}
function tick() {
  for (const left of document.querySelectorAll('[data-left]')) {
    left.dataset.left = String(Math.max(Number(left.dataset.left) - 1, 0))
    left.textContent = left.dataset.left
  }
}
setInterval(() => { if (!document.hidden) look().catch(() => {}) }, 2000)
setInterval(tick, 1000)
document.addEventListener('visibilitychange', () => { if (!document.hidden) look().catch(() => {}) })
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  button.textContent = 'Copied'
})
`

/** A page that waits for an answer given elsewhere: looks whether it still waits, else shows what follows. */
const waitingScript = `async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!fresh.getElementById('waiting')) location.reload()
}
if (document.getElementById('waiting')) setInterval(() => { look().catch(() => {}) }, 1500)
`

/** A list that is looked at again and again, where that was asked for. */
const refreshScript = `const part = document.querySelector('[data-refresh]')
async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id)
  if (fresh && !part.contains(document.activeElement)) part.replaceChildren(...fresh.childNodes)
}
if (part) setInterval(() => { if (!document.hidden) look().catch(() => {}) }, Number(part.dataset.refresh) * 1000)
`

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f5c5c"/><path d="M9 16a7 7 0 1 1 2.4 5.3M9 23v-4.6h4.6" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`

const files = new Map<string, { type: string; text: string }>(
  Object.entries({
    'practice.css': { type: 'text/css; charset=utf-8', text: styleSheet },
    'submit.js': { type: 'text/javascript; charset=utf-8', text: submitScript },
    'inbox.js': { type: 'text/javascript; charset=utf-8', text: inboxScript },
    'waiting.js': { type: 'text/javascript; charset=utf-8', text: waitingScript },
    'refresh.js': { type: 'text/javascript; charset=utf-8', text: refreshScript },
    'icon.svg': { type: 'image/svg+xml', text: icon },
  }),
)

export function createAssetsApp(): Hono {
  const app = new Hono()
  app.get('/assets/:name', (context) => {
    const file = files.get(context.req.param('name'))
    return file ? context.body(file.text, 200, { 'Content-Type': file.type }) : context.notFound()
  })
  return app
}
