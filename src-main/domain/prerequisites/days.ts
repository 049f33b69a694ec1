const dayMs = 86_400_000

/** Such as `1 February 2027`; by the calendar of UTC, as Microsoft names its dates. */
export const dayText = (moment: string): string =>
  new Date(moment).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

const dayOf = (moment: string): number => Math.floor(Date.parse(moment) / dayMs)

/** Days by the calendar of UTC from `from` to `moment`, 0 on the day itself; -1 once it is over. */
export const daysUntil = (moment: string, from: string): number =>
  Date.parse(moment) <= Date.parse(from) ? -1 : dayOf(moment) - dayOf(from)
