import type { PageView } from '../../../src-main/host/rehearse/page-view.ts'
import { InboxReader } from '../../../src-main/host/rehearse/inbox-reader.ts'
import { PrivateWindow } from '../../../src-main/host/rehearse/private-window.ts'
import { proveIdentity } from '../../../src-main/host/rehearse/prove-walk.ts'
import { identify } from '../../../src-main/host/rehearse/reset-walk.ts'
import { walkSignIn } from '../../../src-main/host/rehearse/sign-in-walk.ts'
import type { Bench, Person } from './practice-bench.ts'

export interface Visit {
  window: PrivateWindow
  page: PageView
}

/** A person's own page, in a window of its own; whoever has methods already proves it with the practice phone. */
export async function openSecurityInfo(bench: Bench, person: Pick<Person, 'upn' | 'password'>): Promise<Visit> {
  const { window, page } = await askForSecurityInfo(bench, person)
  const inbox = new InboxReader(bench.server.info.inboxUrl)
  return { window, page: await proveIdentity({ window, inbox, upn: person.upn }, page) }
}

/** The same, up to "Verify your identity" where that stands in front of the page. */
export async function askForSecurityInfo(bench: Bench, person: Pick<Person, 'upn' | 'password'>): Promise<Visit> {
  const window = new PrivateWindow()
  return { window, page: await walkSignIn(window, await window.visit(bench.server.info.registerUrl), person) }
}

/** "+ Add sign-in method" and "Next". */
export async function chooseMethod({ window, page }: Visit, choice: string): Promise<PageView> {
  const list = await window.visit(page.link('+ Add sign-in method'))
  return window.submit(list.form('choose-method').choose(choice).press('Next'))
}

export const enterPhone = ({ window, page }: Visit, phoneNumber: string, how?: string): Promise<PageView> => {
  const form = page.form('phone-number')
  if (phoneNumber !== '') form.fill('Phone number', phoneNumber)
  return window.submit((how === undefined ? form : form.choose(how)).press('Next'))
}

export const enterCode = ({ window, page }: Visit, code: string, label = 'Enter code'): Promise<PageView> =>
  window.submit(
    page
      .form('verify-code')
      .fill(label, code)
      .press(label === 'Code' ? 'Verify' : 'Next'),
  )

/** The newest code this person got. */
export const newestCode = async (bench: Bench, upn: string): Promise<string> =>
  (await new InboxReader(bench.server.info.inboxUrl).codeSince(0, upn)) ?? 'no code came'

/** A phone added by text, from the person's page to the page after it. */
export async function addPhone(bench: Bench, visit: Visit, person: Person, number: string, choice = 'Phone') {
  const page = await chooseMethod(visit, choice)
  const sent = await enterPhone({ ...visit, page }, number, 'Text me a code')
  return enterCode({ ...visit, page: sent }, await newestCode(bench, person.upn))
}

/** A reset up to the page after the first one. */
export async function beginReset(bench: Bench, upn: string): Promise<Visit> {
  const { signInUrl, resetUrl, inboxUrl } = bench.server.info
  const window = new PrivateWindow()
  const tools = {
    window,
    inbox: new InboxReader(inboxUrl),
    now: bench.clock.read,
    wait: bench.clock.wait,
    upn,
    signInUrl,
    resetUrl,
  }
  return { window, page: await identify(tools, 'reset-page') }
}

export const chooseContact = ({ window, page }: Visit, label: string): Promise<PageView> =>
  window.submit(page.form('choose-contact-method').choose(label).press('Next'))

/** The inbox as its JSON twin tells it. */
export interface InboxLine {
  kind: string
  userPrincipalName: string
  to: string
  subject: string
  code: string | null
  state?: string
}

export async function readInbox(bench: Bench): Promise<InboxLine[]> {
  const answer = await fetch(`${bench.server.info.inboxUrl}.json`)
  // The shape is what the tests that use this are about.
  const { messages } = (await answer.json()) as { messages: InboxLine[] }
  return messages
}

/** Answers or hangs up the phone that rings. */
export async function takeCall(bench: Bench, button: 'Answer and press #' | 'Hang up'): Promise<PageView> {
  const window = new PrivateWindow()
  const inbox = await window.visit(bench.server.info.inboxUrl)
  const id = inbox.root.querySelector('#calls form')?.getAttribute('id') ?? 'no phone rings'
  return window.submit(inbox.form(id).press(button))
}

/** The phones a person has, as Graph tells them. */
export const phonesOf = async (bench: Bench, id: string): Promise<string[]> =>
  (await bench.graph.get(`users/${id}/authentication/phoneMethods`)).body
    .list('value')
    .map((phone) => `${phone.text('phoneType')} ${phone.text('phoneNumber')}`)
