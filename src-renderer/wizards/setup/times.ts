/** A moment as a wall clock here shows it: `09:31:30`. */
export function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { hour12: false })
}
