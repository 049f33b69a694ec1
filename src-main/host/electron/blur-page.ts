/** As much of a page as is used here: the main process knows no DOM. */
interface PageElement {
  textContent: string | null
  readonly children: Iterable<PageElement>
  setAttribute(name: string, value: string): void
  removeAttribute(name: string): void
  getAttribute(name: string): string | null
  matches(selector: string): boolean
  getBoundingClientRect(): { width: number; height: number }
  remove(): void
}
interface Page {
  readonly head: { append(element: unknown): void }
  createElement(name: 'style'): PageElement
  querySelectorAll(selector: string): Iterable<PageElement> & { readonly length: number }
}

/**
 * Blurs what must not be in a picture: fields, pictures (QR codes, puzzles), and the smallest elements whose text holds a
 * code, a number or a key. Page codes (SSPR_0013), AADSTS codes, support codes, dates and times stay readable: they are
 * what the picture is for. Runs inside the page, so it uses nothing from outside itself. Answers how much was blurred.
 */
export function blurPage(page: Page): number {
  const mark = 'data-resetlab-blurred'
  const harmless =
    /SSPR_\d{4}|AADSTS\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}(?::\d{2})?/gi
  const secrets = [
    // A number alone, as in number matching; else five digits and more, with the signs people put between them.
    /^\s*\d{2,}\s*$/,
    /\d(?:[\s().\-–]*\d){4,}/,
    // The secret key of an authenticator app: base32, in one piece or in groups of four.
    /\b[a-z2-7]{16,}\b/i,
    /\b[a-z2-7]{4}(?:[ -][a-z2-7]{4}){3,}\b/i,
  ]
  const holdsSecret = ({ textContent }: PageElement): boolean => {
    const rest = (textContent ?? '').replace(harmless, ' ')
    return secrets.some((secret) => secret.test(rest))
  }
  const blur = (element: PageElement): void => {
    element.setAttribute(mark, '')
  }
  const style = page.createElement('style')
  style.setAttribute(mark, 'style')
  style.textContent = `[${mark}] { filter: blur(9px) !important; }`
  page.head.append(style)
  for (const element of page.querySelectorAll('body *:not(script, style, template)')) {
    // The smallest element that holds it, or several pieces of it, such as a box for each digit.
    if (holdsSecret(element) && ![...element.children].some(holdsSecret)) blur(element)
  }
  const fields = 'input:not([type=submit], [type=button], [type=checkbox], [type=radio]), textarea'
  for (const element of page.querySelectorAll(`${fields}, img, canvas, svg, video, iframe`)) {
    const { width, height } = element.getBoundingClientRect()
    const isIcon = element.matches('img, svg') && width > 0 && width <= 48 && height <= 48
    if (!isIcon) blur(element)
  }
  return page.querySelectorAll(`[${mark}=""]`).length
}

/** Takes the blur off again. */
export function unblurPage(page: Page): void {
  for (const element of page.querySelectorAll('[data-resetlab-blurred]')) {
    if (element.getAttribute('data-resetlab-blurred') === 'style') element.remove()
    else element.removeAttribute('data-resetlab-blurred')
  }
}

/** As the page runs it; answers once the blur was drawn, or after half a second where nothing is drawn. */
export const blurScript = `(${String(blurPage)})(document), new Promise((done) => {
  setTimeout(done, 500)
  requestAnimationFrame(() => requestAnimationFrame(done))
}).then(() => true)`
export const unblurScript = `(${String(unblurPage)})(document), true`
