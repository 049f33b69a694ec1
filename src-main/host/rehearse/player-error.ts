/**
 * A page was not what a person following the lab would expect. The message holds the page's title and its visible
 * error text only: nothing that was typed, and no code or password.
 */
export class PlayerError extends Error {
  override readonly name = 'PlayerError'
  readonly pageTitle: string
  readonly pageText: string

  constructor(doing: string, pageTitle: string, pageText: string) {
    super(`${doing}: the page "${pageTitle}" says: ${pageText === '' ? 'nothing' : pageText}`)
    this.pageTitle = pageTitle
    this.pageText = pageText
  }
}
