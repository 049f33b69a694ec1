import { z } from 'zod'

const Inbox = z.object({
  messages: z.array(
    z.object({ seq: z.number(), userPrincipalName: z.string(), kind: z.string(), code: z.string().nullable() }),
  ),
})

/** Looks at "Phone & inbox" as a person would at their phone. */
export class InboxReader {
  readonly pageUrl: string

  constructor(inboxUrl: string) {
    this.pageUrl = inboxUrl
  }

  /** Marks where the inbox stands, so that an old code is never taken for a new one. */
  async mark(): Promise<number> {
    return Math.max(0, ...(await this.read()).map(({ seq }) => seq))
  }

  /** The newest code for this person since the mark, or null when none came. */
  async codeSince(mark: number, upn: string): Promise<string | null> {
    const messages = await this.read()
    const mine = messages.filter(
      (message) =>
        message.seq > mark && message.code !== null && message.userPrincipalName.toLowerCase() === upn.toLowerCase(),
    )
    return mine.sort((a, b) => b.seq - a.seq)[0]?.code ?? null
  }

  private async read() {
    const answer = await fetch(`${this.pageUrl}.json`)
    return Inbox.parse(await answer.json()).messages
  }
}
