import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node'
import { z } from 'zod'

import type { FailureKind } from '../contract/failure.ts'
import { AppError } from '../domain/app-error.ts'
import { withoutSecrets } from '../domain/without-secrets.ts'

/** An OAuth error as Entra answers it (entra-docs: identity-platform/reference-error-codes.md). */
export const OAuthRefusal = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
  suberror: z.string().optional(),
  correlation_id: z.string().optional(),
  timestamp: z.string().optional(),
})
export type OAuthRefusal = z.infer<typeof OAuthRefusal>

type Meaning = readonly [kind: FailureKind, name: string]

/** By AADSTS number, for help texts alone: Microsoft may change them (graph-facts §10.3). */
const meanings: readonly (readonly [Meaning, readonly number[]])[] = [
  [['sign-in-required', 'pick-account'], [16000]],
  [
    ['forbidden', 'redirect-missing'],
    [50011, 900971, 500113],
  ],
  [
    ['forbidden', 'account-of-elsewhere'],
    [50020, 90072],
  ],
  [['sign-in-required', 'account-unknown'], [50034]],
  [['forbidden', 'locked'], [50053]],
  [['sign-in-required', 'password-expired'], [50055]],
  [['forbidden', 'account-disabled'], [50057]],
  [
    ['sign-in-required', 'interaction'],
    [50058, 50059],
  ],
  [
    ['sign-in-required', 'register-mfa'],
    [50072, 50079],
  ],
  [
    ['sign-in-required', 'mfa'],
    [50074, 50076],
  ],
  [['forbidden', 'not-assigned'], [50105]],
  [['sign-in-required', 'register-reset'], [50125]],
  [['sign-in-required', 'wrong-password'], [50126]],
  [
    ['sign-in-required', 'revoked'],
    [50132, 50133, 50173],
  ],
  [
    ['sign-in-required', 'more-steps'],
    [50140, 50158],
  ],
  [
    ['forbidden', 'single-tenant'],
    [50194, 700005],
  ],
  [['sign-in-required', 'loop'], [50196]],
  [
    ['forbidden', 'device-rule'],
    [53000, 53001, 53002, 53004],
  ],
  [['forbidden', 'conditional-access'], [53003]],
  [['forbidden', 'registration-rule'], [53010]],
  [
    ['forbidden', 'tenant-policy'],
    [530032, 530035],
  ],
  [['consent-required', 'consent-missing'], [65001]],
  [['forbidden', 'not-preauthorised'], [65002]],
  [['consent-required', 'consent-declined'], [65004]],
  [['forbidden', 'service-missing'], [650052]],
  [['forbidden', 'app-misconfigured'], [650056]],
  [
    ['forbidden', 'scope-unknown'],
    [70011, 650053],
  ],
  [['forbidden', 'public-client-off'], [7000218]],
  [['not-found', 'app-unknown'], [700016]],
  [['forbidden', 'app-disabled'], [7000112]],
  [
    ['sign-in-required', 'ended'],
    [70008, 700082, 70043, 70000, 54005],
  ],
  [['sign-in-required', 'no-answer'], [70016]],
  [['sign-in-required', 'device-bad'], [70018]],
  [
    ['sign-in-required', 'device-expired'],
    [70019, 70020],
  ],
  [['not-found', 'tenant-gone'], [90002]],
  [
    ['bug', 'bug'],
    [90014, 900144, 90023, 70005, 70007, 50147, 501481, 501491, 9002313],
  ],
  [
    ['consent-required', 'consent-admin'],
    [90094, 90095],
  ],
  [
    ['forbidden', 'wrong-account-kind'],
    [90124, 90130, 9002332],
  ],
  [['forbidden', 'resource-missing'], [500011]],
  [['forbidden', 'network-restricted'], [500021]],
  [['forbidden', 'domain-invalid'], [500208]],
  [['forbidden', 'tenant-idle'], [5000225]],
  [
    ['sign-in-required', 'new-password'],
    [120000, 120002, 120003, 120016, 120018],
  ],
  [
    ['sign-in-required', 'clock'],
    [700024, 50013],
  ],
]

const byNumber = new Map(meanings.flatMap(([meaning, numbers]) => numbers.map((number) => [number, meaning] as const)))

/** By the words of OAuth, where no number is known. They are meant for programs, and stay. */
const byWord: Readonly<Partial<Record<string, Meaning>>> = {
  authorization_declined: ['sign-in-required', 'device-declined'],
  device_code_expired: ['sign-in-required', 'device-expired'],
  expired_token: ['sign-in-required', 'device-expired'],
  bad_verification_code: ['sign-in-required', 'device-bad'],
  device_code_polling_cancelled: ['cancelled', 'cancelled'],
  consent_required: ['consent-required', 'consent-missing'],
  access_denied: ['consent-required', 'consent-declined'],
  interaction_required: ['sign-in-required', 'interaction'],
  login_required: ['sign-in-required', 'interaction'],
  no_tokens_found: ['sign-in-required', 'ended'],
  invalid_grant: ['sign-in-required', 'ended'],
  loopback_server_timeout: ['sign-in-required', 'no-answer'],
  temporarily_unavailable: ['unreachable', 'service-down'],
  server_error: ['unreachable', 'service-down'],
}

const interaction: Meaning = ['sign-in-required', 'interaction']
const refused: Meaning = ['sign-in-required', 'refused']

interface Named {
  readonly words: readonly string[]
  readonly number: number | null
  readonly correlationId: string | null
  readonly time: string | null
}

const found = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[1] ?? null

function namesIn(error: AuthError, refusal: OAuthRefusal | null): Named {
  const text = `${error.errorMessage} ${refusal?.error_description ?? ''}`
  const number = found(/AADSTS(\d+)/, text) ?? refusal?.error_codes?.[0] ?? null
  // What MSAL says of a device code it was refused stands in its own sentence.
  const inSentence = found(/\b(authorization_declined|expired_token|bad_verification_code)\b/, text)
  const words = [refusal?.suberror, error.subError, refusal?.error, inSentence, error.errorCode]
  return {
    words: words.flatMap((word) => word || []),
    number: number === null ? null : Number(number),
    correlationId:
      found(/Correlation ID: ([0-9a-f-]{36})/i, text) ?? refusal?.correlation_id ?? (error.correlationId || null),
    time: found(/Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/, text) ?? refusal?.timestamp ?? null,
  }
}

/** Words of OAuth that say the same with a number nobody knows; the others would only be a guess then. */
const sureWords: readonly string[] = [
  'consent_required',
  'interaction_required',
  'login_required',
  'temporarily_unavailable',
  'server_error',
]

/** `isKnown`: the text says what happened, so the words of the answer add nothing. */
function meaningOf({ words, number }: Named, error: AuthError): { meaning: Meaning; isKnown: boolean } {
  // Two endings of a device code share one number.
  const declined = words.includes('authorization_declined') ? byWord['authorization_declined'] : undefined
  const known = declined ?? (number === null ? undefined : byNumber.get(number))
  if (known) return { meaning: known, isKnown: true }
  const telling = number === null ? words : words.filter((word) => sureWords.includes(word))
  const named = telling.map((word) => byWord[word]).find((meaning) => meaning !== undefined)
  if (named) return { meaning: named, isKnown: number === null }
  return { meaning: error instanceof InteractionRequiredAuthError ? interaction : refused, isKnown: false }
}

/**
 * What MSAL threw as one of our failures, with Microsoft's code, its correlation id and its time to be copied. Of a refusal
 * that is known nothing else is kept, since its sentences may name people. Of an unknown one they are all there is to go
 * by, so they are kept whole (`said`), for the person alone: no log and no journal takes them up. `refusal` is the last
 * error body that came in, which MSAL drops with device codes.
 */
export function signInFailure(error: unknown, refusal: OAuthRefusal | null = null): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof AuthError)) return AppError.of('bug', 'signin.unexpected', { cause: error })
  const named = namesIn(error, refusal)
  const { meaning, isKnown } = meaningOf(named, error)
  const [kind, name] = meaning
  const code = named.number === null ? (named.words[0] ?? error.errorCode) : `AADSTS${String(named.number)}`
  const said = isKnown ? '' : withoutSecrets((refusal?.error_description ?? error.errorMessage).trim())
  return AppError.of(kind, `signin.${name}`, {
    params: {
      code,
      ...(name === 'service-down' ? { status: code } : {}),
      ...(named.correlationId === null ? {} : { correlationId: named.correlationId }),
      ...(named.time === null ? {} : { time: named.time }),
      ...(said === '' ? {} : { said }),
    },
    cause: error,
  })
}
