/** Work of a known size under way. `secondsLeft`: null until anything is done by which it can be told. */
export interface Progress {
  readonly done: number
  readonly of: number
  readonly secondsLeft: number | null
}

/** How far work is that began then, in milliseconds, if the rest goes as what is done went. */
export function progressSince(began: number, done: number, of: number): Progress {
  const secondsLeft = done === 0 ? null : Math.ceil(((Date.now() - began) / 1000 / done) * (of - done))
  return { done, of, secondsLeft }
}
