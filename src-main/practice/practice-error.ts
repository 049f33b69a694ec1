export type PracticeErrorCode = 'port-in-use' | 'home-unusable' | 'tenant-exists'

/** What can go wrong while the practice tenant starts. Requests never reject: they get an HTTP answer. */
export class PracticeError extends Error {
  override readonly name = 'PracticeError'
  readonly code: PracticeErrorCode

  constructor(code: PracticeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
