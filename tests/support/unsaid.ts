/** Texts in the sources of the main process that look like sentences and are never told to a person in the window, with the reason. */
export const unsaid: readonly { readonly file: string; readonly text: RegExp; readonly why: string }[] = [
  { file: 'graph/', text: /(?: (?:eq|ge|in|and) |^Bearer )/, why: 'filters and headers of requests' },
]
