/** The page a browser ends on after the sign-in, served from this computer. */
export const closingPage = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>` +
  '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}</style>' +
  `<h1>${title}</h1><p>${text}</p></html>`
