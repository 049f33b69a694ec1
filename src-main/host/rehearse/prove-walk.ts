import type { InboxReader } from './inbox-reader.ts'
import type { FormView, PageView } from './page-view.ts'
import type { PrivateWindow } from './private-window.ts'

export interface ProveTools {
  window: PrivateWindow
  inbox: InboxReader
  upn: string
}

/** Whoever has security info already proves it before the page opens: by prompt, text or code, as the phone can. */
export async function proveIdentity(tools: ProveTools, page: PageView): Promise<PageView> {
  const form = page.findForm('verify-identity')
  if (!form) return page
  const offered = form.choiceTexts()
  const choice =
    offered.find((text) => text.startsWith('Approve')) ??
    offered.find((text) => text.startsWith('Text')) ??
    offered.find((text) => text.startsWith('Use a verification code'))
  if (choice === undefined) throw page.unexpected('proving who one is')
  const mark = await tools.inbox.mark()
  const asked = await tools.window.submit(form.choose(choice).press('Next'))
  const after = choice.startsWith('Approve')
    ? await approve(tools, asked)
    : await enterCode(tools, asked, choice.startsWith('Text') ? await tools.inbox.codeSince(mark, tools.upn) : null)
  if (after.title !== 'Security info') throw after.unexpected('proving who one is')
  return after
}

/** Types the number of the page into the prompt, then looks at the page again. */
async function approve({ window, inbox, upn }: ProveTools, page: PageView): Promise<PageView> {
  const phone = await window.visit(inbox.pageUrl)
  const ids = phone.root.querySelectorAll('#prompts li').flatMap((item) => {
    const id = item.textContent.includes(`(${upn})`) ? item.querySelector('form')?.getAttribute('id') : undefined
    return id === undefined ? [] : [id]
  })
  const prompt: FormView = phone.form(ids[0] ?? 'prompt')
  await window.submit(prompt.fill('Number shown on the page', page.text('#number-match')).press('Approve'))
  return window.visit(page.url)
}

/** The code of the text, else the one the phone's authenticator app shows. */
async function enterCode({ window, inbox, upn }: ProveTools, page: PageView, texted: string | null): Promise<PageView> {
  const code = texted ?? (await window.visit(inbox.pageUrl)).phoneCode(upn)
  if (code === null) throw page.unexpected('waiting for the code')
  return window.submit(page.form('verify-code').fill('Code', code).press('Verify'))
}
