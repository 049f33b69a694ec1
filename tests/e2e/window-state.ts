import type { Page } from 'playwright/test'

/** Everything a window holds of what it was told: its stores, its storage, its page, as one text. */
export async function windowState(page: Page): Promise<string> {
  const held = await page.evaluate(() => {
    const mounted = [...document.querySelectorAll('*')].find((element) => '__vue_app__' in element)
    // Vue puts its application there, for tools such as this one.
    const app = mounted && (Reflect.get(mounted, '__vue_app__') as VueApp)
    const stores = app?.config.globalProperties.$pinia.state.value
    if (stores === undefined) throw new Error('The window has no stores')
    const cookies = document.cookie
    return (
      JSON.stringify([stores, Object.entries(localStorage), Object.entries(sessionStorage), cookies, location.href]) +
      document.documentElement.outerHTML
    )
  })
  return held
}

interface VueApp {
  config: { globalProperties: { $pinia: { state: { value: Record<string, unknown> } } } }
}

/** The beginning of every JSON Web Token, and words that only stand beside other tokens. */
export const anyToken = /eyJ[\w-]{10,}\.|refresh_?token|code_verifier/i
