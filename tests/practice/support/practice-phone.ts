import type { PageView } from '../../../src-main/host/rehearse/page-view.ts'
import { PrivateWindow } from '../../../src-main/host/rehearse/private-window.ts'
import { walkSignIn } from '../../../src-main/host/rehearse/sign-in-walk.ts'
import type { Bench, GraphAnswer, Person } from './practice-bench.ts'

/** The phone: answers the newest prompt that waits, as a person would. */
export class Phone {
  private readonly window = new PrivateWindow()
  private readonly inboxUrl: string

  constructor(bench: Bench) {
    this.inboxUrl = bench.server.info.inboxUrl
  }

  look(): Promise<PageView> {
    return this.window.visit(this.inboxUrl)
  }

  async approve(number: string): Promise<PageView> {
    const form = (await this.open()).fill('Number shown on the page', number)
    return this.window.submit(form.press('Approve'))
  }

  async deny(): Promise<PageView> {
    return this.window.submit((await this.open()).press('Deny'))
  }

  private async open() {
    const page = await this.look()
    const id = page.root.querySelector('#prompts form')?.getAttribute('id') ?? 'no prompt waits'
    return page.form(id)
  }
}

/** Another number than this one. */
export const other = (number: string): string => (number === '10' ? '11' : '10')

/** At "Add a sign-in method" of this person, with the method chosen. */
export async function startRegistration(bench: Bench, person: Person, choice = 'Authenticator app') {
  const window = new PrivateWindow()
  const overview = await walkSignIn(window, await window.visit(bench.server.info.registerUrl), person)
  const list = await window.visit(overview.link('+ Add sign-in method'))
  return { window, scan: await window.submit(list.form('choose-method').choose(choice).press('Next')) }
}

export async function tryItOut(bench: Bench, person: Person) {
  const { window, scan } = await startRegistration(bench, person)
  return { window, scan, page: await window.submit(scan.form('scan-done').press('Next')) }
}

export const patchAuthenticator = (bench: Bench, body: object): Promise<GraphAnswer> =>
  bench.graph.send(
    'PATCH',
    'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/MicrosoftAuthenticator',
    { '@odata.type': '#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration', ...body },
  )
