import type { Tour } from '@contract/settings'

import type { TextKey } from '../i18n/i18n'

interface TourPlace {
  /** Names of routes where it is, the one to be taken to first. */
  readonly places: readonly [string, ...string[]]
  /** What the button there says. */
  readonly goThere: TextKey
}

/** Where each stop is; its texts stand at `app.stops`, in the words that stand on the buttons. */
export const tourPlaces: Record<Tour['stop'], TourPlace> = {
  'sign-in': { places: ['start'], goThere: 'app.tour.goToStart' },
  choose: { places: ['set-up'], goThere: 'app.tour.goToSetUp' },
  apply: { places: ['set-up'], goThere: 'app.tour.goToSetUp' },
  portal: { places: ['set-up'], goThere: 'app.tour.goToSetUp' },
  test: { places: ['test'], goThere: 'app.tour.goToTest' },
  evidence: { places: ['evidence'], goThere: 'app.tour.goToEvidence' },
  activity: { places: ['activity'], goThere: 'app.tour.goToActivity' },
}
