import { failureText } from '../contract/failure-text.ts'
import { toFailure } from '../domain/app-error.ts'
import type { Reading } from '../domain/reading.ts'

const ours: readonly string[] = ['bug', 'sign-in-required', 'cancelled']

/** What the service answered, or why it did not. Rejects with what is no answer of the service. */
export async function reading<T>(answer: Promise<{ readonly value: T }>): Promise<Reading<T>> {
  try {
    return { value: (await answer).value }
  } catch (error) {
    const failure = toFailure(error)
    if (ours.includes(failure.kind)) throw error
    const isRefusal = failure.kind === 'forbidden' || failure.kind === 'consent-required'
    return { trouble: failureText(failure), ...(isRefusal ? { isRefusal } : {}) }
  }
}
