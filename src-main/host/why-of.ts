import { t } from './texts.ts'

/** Of an error, its system code (`ENOSPC`, `ENOTFOUND`): its words may hold paths and addresses. */
export const whyOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : t('unknownReason')
