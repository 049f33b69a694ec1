/** An answer, or in words why there is none: one refusal must not hide the other answers. */
export type Reading<T> = { readonly value: T } | Unread

/** `isRefusal`: the service answered, but not to this account. */
export interface Unread {
  readonly trouble: string
  readonly isRefusal?: boolean
}
