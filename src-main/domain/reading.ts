/** An answer, or in words why there is none: one refusal must not hide the other answers. */
export type Reading<T> = { readonly value: T } | { readonly trouble: string }
