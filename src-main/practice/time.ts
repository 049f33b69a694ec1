/** Milliseconds since 1970. The practice tenant never reads the machine's clock in any other way. */
export type Clock = () => number

export const secondMs = 1000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** Directory objects carry whole seconds (`2026-09-10T09:15:02Z`), as the real directory does. */
export const directoryTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Audit and sign-in rows carry seven digits of fraction. */
export const auditTime = (at: number): string => new Date(at).toISOString().replace('Z', '0000Z')
