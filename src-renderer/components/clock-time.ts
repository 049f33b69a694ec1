/** A moment as a wall clock here shows it: `09:31:30`. */
export function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour12: false })
}

/** A day and a time: `21 Nov 2026, 09:31`. */
export function dayAndTime(at: string): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
}
