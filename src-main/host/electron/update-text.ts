import type { UpdateOutcome } from '../../contract/shell.ts'
import { failureText, t } from '../texts.ts'

/** One sentence for the person; null where there is nothing more to say. */
export function updateText(outcome: UpdateOutcome): string | null {
  switch (outcome.state) {
    case 'off':
      return outcome.why
    case 'newest':
      return t('update.newest', { version: outcome.version })
    case 'failed':
      return failureText(outcome.failure)
    case 'put-off':
    case 'restarting':
      return null
  }
}
