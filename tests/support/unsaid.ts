/** Texts in the sources of the main process that look like sentences and are never told to a person in the window, with the reason. */
export const unsaid: readonly { readonly file: string; readonly text: RegExp; readonly why: string }[] = [
  {
    file: 'contract/countries.ts',
    text: /^\s*(?:[A-Z]{5}\s+)+[A-Z]{5}\s*$/,
    why: 'codes; the window asks Intl for the names',
  },
  { file: 'contract/mark.ts', text: /^Every new user, /, why: 'the command line; the window has plan.mark' },
  { file: 'contract/open-recording.ts', text: /^the /, why: 'sourceWords, by key in contract.json' },
  {
    file: 'contract/pace.ts',
    text: /^(?:a few seconds|less than a minute|about a minute|about \{1\} \{2\}|\{1\} rows|(?:waiting until|\{1\} a minute).* left)$/,
    why: 'the command line; the window has run.pace',
  },
  { file: 'contract/sign-in.ts', text: /^(?:An?|Addresses) /, why: 'choiceProblems, by key in contract.json' },
  {
    file: 'domain/without-secrets.ts',
    text: /removed\]$/,
    why: 'marks within what a person wrote, which is shown as it was kept',
  },
  { file: 'graph/', text: /(?: (?:eq|ge|in|and) |^Bearer )/, why: 'filters and headers of requests' },
]
