import type { Verdict } from '../contract/recording.ts'

/** How reports name and draw each verdict: a word, a sign and a colour, so that none of them is needed alone. */
export const verdictLooks: Record<Verdict, { readonly word: string; readonly sign: string; readonly look: string }> = {
  proven: { word: 'Proven', sign: '✓', look: 'good' },
  'not-yet-seen': { word: 'Not yet seen', sign: '◷', look: 'wait' },
  contradicted: { word: 'Contradicted', sign: '✕', look: 'bad' },
  'could-not-check': { word: 'Could not check', sign: '?', look: 'none' },
  attested: { word: 'Attested', sign: '✎', look: 'info' },
  skipped: { word: 'Skipped', sign: '–', look: 'none' },
  waiting: { word: 'Open', sign: '○', look: 'none' },
}
