import { redact } from './redact.ts'

/** A longer text takes more room than what is shown of it. */
const longestText = 16_384

/**
 * A value as it is now, redacted by whoever looks at it first: most calls are never looked at, and while thousands come in
 * the redacting would be felt. Until then its text lies in this process, whose memory nobody is shown.
 */
export function redactLater(value: unknown): () => unknown {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : ''
  if (text === '' || text.length > longestText) {
    const shown = redact(value)
    return () => shown
  }
  let kept: { readonly text: string } | { readonly shown: unknown } = { text }
  return () => {
    if ('text' in kept) kept = { shown: redact(JSON.parse(kept.text)) }
    return kept.shown
  }
}
