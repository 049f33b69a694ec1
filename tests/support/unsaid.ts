/** Texts in the sources of the main process that look like sentences and are never told to a person in the window, with the reason. */
export const unsaid: readonly { readonly file: string; readonly text: RegExp; readonly why: string }[] = [
  {
    file: 'domain/prerequisites/tenant-lines.ts',
    text: /^AAD B2C$/,
    why: 'the service’s own word, which is looked up',
  },
  { file: 'graph/reports.ts', text: /^activityDateTime desc$/, why: 'the order of a request' },
  { file: 'host/failure-line.ts', text: /^(?:\{1\} failed: | at \{1\}$)/, why: 'a line of the log' },
  {
    file: 'host/file-name.ts',
    text: /^(?:ResetLab evidence|Web page|PDF document|Markdown text|JSON data|Comma-separated values|ResetLab lab|Zip archive|All files)$/,
    why: 'kinds of files in the system’s own save dialog, which belongs to the shell',
  },
  { file: 'host/open-rooms.ts', text: /^(?:event \{1\}|background work)$/, why: 'what a line of the log is about' },
  { file: 'host/practice-room.ts', text: /^practice tenant$/, why: 'what a line on the terminal is about' },
  {
    file: 'host/start.ts',
    text: /^(?:Building \{1\} …|The build failed; |No browser could be opened\. |ResetLab is ready: )/,
    why: 'told on the terminal the program is started from',
  },
  { file: 'host/use-proxy.ts', text: /^HTTPS_PROXY is no address of a proxy/, why: 'a line of the log' },
  { file: 'signin/closing-page.ts', text: /^</, why: 'the page in the person’s own browser that a sign-in ends on' },
  {
    file: 'signin/sign-in.ts',
    text: /^(?:You are signed in$|The sign-in did not finish$|Go back to ResetLab)/,
    why: 'the page in the person’s own browser that a sign-in ends on',
  },
  { file: 'storage/lab-file.ts', text: /^# A ResetLab lab definition\./, why: 'a comment in a lab file that is saved' },
  { file: 'graph/', text: /(?: (?:eq|ge|in|and) |^Bearer )/, why: 'filters and headers of requests' },
]
