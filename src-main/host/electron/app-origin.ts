/** A scheme of our own rather than `file:`, so that the window has one origin which no other page can have. */
export const appScheme = 'app'
export const appHost = 'resetlab'
export const appUrl = `${appScheme}://${appHost}/`

/** Node gives such an address the origin 'null', so scheme and host are compared, exactly. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === `${appScheme}:` && url.host === appHost
}
