/** Public clients on this machine only: `http://localhost`, any port, any path (the port is ignored for localhost). */
export const isLoopback = (uri: string): boolean =>
  /^http:\/\/localhost(:\d{1,5})?([/?]|$)/.test(uri) && URL.canParse(uri)

/**
 * The `login_hint` of an id token, which clients send back to say who they mean. Opaque to them, and told from a user
 * name by how it begins.
 */
export const writeLoginHint = (userName: string): string => `O.${Buffer.from(userName).toString('base64url')}`

/** The user name inside a hint: one of ours, or a name as people write it. */
export const readLoginHint = (hint: string): string =>
  hint.startsWith('O.') ? Buffer.from(hint.slice(2), 'base64url').toString('utf8') : hint
