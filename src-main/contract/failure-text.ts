import type { Failure, FailureKind } from './failure.ts'

const byKind: Record<FailureKind, string> = {
  cancelled: 'Cancelled.',
  'invalid-input': 'Something that was entered does not fit.',
  'sign-in-required': 'You are signed out. Sign in and try again.',
  'consent-required': 'An administrator must first consent to what this needs.',
  forbidden: 'The signed-in account may not do this.',
  'not-found': 'It is not there (any more).',
  conflict: 'Something of that name is already there.',
  throttled: 'The service asks us to wait. Try again in a moment.',
  unreachable: 'The service did not answer. Try again.',
  unsettled: 'The answer to a change never came. Look first, then carry on.',
  drifted: 'The tenant changed since the plan was made. Make the plan again.',
  damaged: 'A file on this computer could not be read. It was kept aside.',
  'in-use': 'Another ResetLab is already using this folder.',
  bug: 'Something went wrong inside ResetLab.',
}

const byCode: Record<string, string> = {}

/** The sentence a person reads: chosen by code, then by kind; `{name}` is filled from `params`. */
export function failureText(failure: Failure): string {
  const template = failure.params?.['text'] ?? byCode[failure.code] ?? byKind[failure.kind]
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => failure.params?.[name] ?? whole)
}
