import { dateLocale } from '../i18n/i18n'

/** A moment as a wall clock here shows it: `09:31:30`. */
export function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString(dateLocale(), { hour12: false })
}

/** The same, with the day in front when it is not today: `20 Nov 09:31:30`. */
export function clockTimeOrDay(at: string, now: Date): string {
  const date = new Date(at)
  if (date.toDateString() === now.toDateString()) return clockTime(at)
  return `${date.toLocaleDateString(dateLocale(), { day: 'numeric', month: 'short' })} ${clockTime(at)}`
}

/** A day: `21 Nov 2026`. */
export function day(at: string): string {
  return new Date(at).toLocaleDateString(dateLocale(), { dateStyle: 'medium' })
}

/** A day and a time: `21 Nov 2026, 09:31`. */
export function dayAndTime(at: string): string {
  return new Date(at).toLocaleString(dateLocale(), { dateStyle: 'medium', timeStyle: 'short' })
}
