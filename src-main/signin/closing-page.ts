import german from '../../resources/messages/de/closing-page.json' with { type: 'json' }
import english from '../../resources/messages/en/closing-page.json' with { type: 'json' }
import type { LanguageChoice } from '../contract/language.ts'

const texts = { en: english, de: german }

/** `systemLanguage` of the contract, in the browser: nobody but the page knows which one it comes to. English without scripts. */
const asTheBrowserSpeaks = (pages: object): string => `<script>
  const pages = ${JSON.stringify(pages)}
  const language = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag in pages) ?? 'en'
  document.documentElement.lang = language
  document.title = document.querySelector('h1').textContent = pages[language].title
  document.querySelector('p').textContent = pages[language].text
</script>`

/** The page a browser ends on after the sign-in, served from this computer; in the language chosen, or the browser's own. */
export function closingPage(ending: 'done' | 'unfinished', choice: LanguageChoice): string {
  const language = choice === 'system' ? 'en' : choice
  const { title, text } = texts[language][ending]
  const script = choice === 'system' ? asTheBrowserSpeaks({ en: english[ending], de: german[ending] }) : ''
  return (
    `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${title}</title>` +
    '<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color-scheme:light dark}</style>' +
    `<h1>${title}</h1><p>${text}</p>${script}</html>`
  )
}
