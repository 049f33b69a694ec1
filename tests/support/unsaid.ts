/** Texts in the sources of the main process that look like sentences and are never told to a person in the window, with the reason. */
export const unsaid: readonly { readonly file: string; readonly text: RegExp; readonly why: string }[] = [
  { file: 'graph/', text: /(?: (?:eq|ge|in|and) |^Bearer )/, why: 'filters and headers of requests' },
  {
    file: 'domain/judge-audit.ts',
    text: /^(?:Reset password \(|Change password \(|Self-service password reset flow|User registered |User was presented |Security info saved |Password reset is not enabled |mobile (?:app|sms|voice)|security questions$)/,
    why: 'the words of Microsoft’s audit log: compared with, and quoted as they stand there',
  },
  {
    file: 'domain/judge-negative.ts',
    text: /^(?:Reset password \(|User was presented |Password reset is not enabled )/,
    why: 'the same',
  },
  { file: 'domain/judge-events.ts', text: /^(?:Password reset is not enabled | by \{1\}$)/, why: 'the same' },
  {
    file: 'domain/judge.ts',
    text: /^\{1\} is \{2\}$/,
    why: 'a service plan of an unknown name: too few words to be told from other sentences',
  },
  { file: 'domain/judgement.ts', text: /^\{1\} UTC$/, why: 'a time' },
  {
    file: 'engine/',
    text: /^(?:Self-service Password Management|Authentication Methods)$/,
    why: 'services as the audit log names them: filtered by',
  },
  {
    file: 'engine/witness-reads.ts',
    text: /^(?:members|roles|plans|user|group|methods|password|report|audit|sign-ins|activity) \{1\}$/,
    why: 'keys of what was read',
  },
  { file: 'engine/witness-watch.ts', text: /^\{1\} \{2\}$/, why: 'keys of what was looked at' },
  {
    file: 'storage/',
    text: /^resetlab (?:class code|class mark|evidence) /,
    why: 'what seals and marks are made over',
  },
  { file: 'report/csv-report.ts', text: /^/, why: 'only in saved files' },
  { file: 'report/html-report.ts', text: /^/, why: 'only in saved files' },
  { file: 'report/markdown-report.ts', text: /^/, why: 'only in saved files' },
  { file: 'report/pdf-', text: /^/, why: 'only in saved files' },
  { file: 'report/report-style.ts', text: /^/, why: 'only in saved files' },
  {
    file: 'report/report-words.ts',
    text: /^/,
    why: 'only in saved files; the window has words of its own for the same',
  },
  { file: 'report/time-line.ts', text: /^/, why: 'only in saved files; the window draws its own' },
]
