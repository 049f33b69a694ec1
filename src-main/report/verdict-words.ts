import type { Verdict } from '../contract/recording.ts'

/** A claim that was looked at: what came of it, and why. Whole sentences, by which another language reads them back. */
export const heardWords: Record<Verdict, (claim: string, detail: string) => string> = {
  proven: (claim, detail) => `${claim}: Proven. ${detail}`,
  'not-yet-seen': (claim, detail) => `${claim}: Not yet seen. ${detail}`,
  contradicted: (claim, detail) => `${claim}: Contradicted. ${detail}`,
  'could-not-check': (claim, detail) => `${claim}: Could not check. ${detail}`,
  attested: (claim, detail) => `${claim}: Attested. ${detail}`,
  skipped: (claim, detail) => `${claim}: Skipped. ${detail}`,
  waiting: (claim, detail) => `${claim}: Open. ${detail}`,
}

/** Why a claim is left open. */
export const openWords: Record<Exclude<Verdict, 'proven' | 'attested'>, (why: string) => string> = {
  contradicted: (why) => `Contradicted: ${why}`,
  'could-not-check': (why) => `Could not check: ${why}`,
  'not-yet-seen': (why) => `Not yet seen: ${why}`,
  skipped: (why) => `Skipped: ${why}`,
  waiting: (why) => `Open: ${why}`,
}

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
