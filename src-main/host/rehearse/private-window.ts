import { type FormView, PageView } from './page-view.ts'

const maxRedirects = 20

/** A private window of a browser: its own cookies, forms, and redirects that are followed as a browser does. */
export class PrivateWindow {
  /** Cookies by origin and name. The pages walked here use no other attributes that matter. */
  private readonly cookies = new Map<string, Map<string, string>>()

  async visit(url: string): Promise<PageView> {
    return this.request(url, null)
  }

  async submit(form: FormView): Promise<PageView> {
    return this.request(form.action, { body: new URLSearchParams([...form.values]), from: form.page.url })
  }

  private async request(address: string, post: { body: URLSearchParams; from: string } | null): Promise<PageView> {
    let url = new URL(address)
    let sending = post
    for (let hop = 0; hop < maxRedirects; hop += 1) {
      const answer = await fetch(url, {
        method: sending ? 'POST' : 'GET',
        redirect: 'manual',
        headers: this.headersFor(url, sending?.from ?? null),
        ...(sending ? { body: sending.body } : {}),
      })
      this.keepCookies(url, answer)
      const location = answer.headers.get('location')
      if (location === null || answer.status < 300 || answer.status >= 400) {
        return new PageView(url.href, answer.status, await answer.text())
      }
      await answer.body?.cancel()
      url = new URL(location, url)
      sending = null
    }
    throw new PageView(url.href, 310, '').unexpected('following redirects without an end')
  }

  private headersFor(url: URL, from: string | null): Record<string, string> {
    const jar = this.cookies.get(url.origin)
    const cookie = jar ? [...jar].map(([name, value]) => `${name}=${value}`).join('; ') : ''
    const origin = from === null ? null : new URL(from).origin
    return {
      accept: 'text/html',
      'user-agent': 'ResetLab rehearsal',
      ...(cookie === '' ? {} : { cookie }),
      // Browsers name themselves only to the same origin under the practice pages' referrer policy.
      ...(origin === null ? {} : { origin: origin === url.origin ? origin : 'null' }),
    }
  }

  private keepCookies(url: URL, answer: Response): void {
    const jar = this.cookies.get(url.origin) ?? new Map<string, string>()
    for (const header of answer.headers.getSetCookie()) {
      const [pair = ''] = header.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (/max-age=0/i.test(header)) jar.delete(name)
      else jar.set(name, value)
    }
    this.cookies.set(url.origin, jar)
  }
}
