import type { Tour } from '@contract/settings'

export interface TourStop {
  readonly title: string
  readonly text: string
  /** Names of routes where it is, the one to be taken to first. */
  readonly places: readonly [string, ...string[]]
  readonly goThere: string
}

/** What there is to do at each stop, in the words that stand on the buttons. */
export const stopTexts: Record<Tour['stop'], TourStop> = {
  'sign-in': {
    title: 'Come in, without an account',
    text: 'Press “Practise without an account”, open the sign-in page, let it fill in the practice administrator, and accept the permissions. Everything here is invented, and nothing leaves this computer.',
    places: ['start'],
    goThere: 'Go to the start',
  },
  choose: {
    title: 'Choose a lab',
    text: 'Under Set up, choose “Allow users to reset their password” and go through its six steps. Each says in one line what it will do. Nothing is written yet.',
    places: ['set-up'],
    goThere: 'Go to Set up',
  },
  apply: {
    title: 'Read the plan, then apply it',
    text: 'Review lists everything that would change. Press “Apply”, watch each row, and show the initial passwords: that happens once. “Undo this run…” takes all of it back.',
    places: ['set-up'],
    goThere: 'Go to Set up',
  },
  portal: {
    title: 'The one step that is yours',
    text: 'Nothing but the portal switches self-service password reset on. Below the run, open Properties, choose Selected and the group, and save. ResetLab watches until Graph shows the effect.',
    places: ['set-up'],
    goThere: 'Go to Set up',
  },
  test: {
    title: 'Test it as a user',
    text: 'Under Test, start the guided test: register, reset, sign in, and see the control user refused. Codes arrive under “Phone & inbox” at the top. Each claim says what proves it, or what it waits for.',
    places: ['test'],
    goThere: 'Go to the test',
  },
  evidence: {
    title: 'Seal what was proven',
    text: 'Press “Finish and seal the evidence”. Under Evidence the file can be read on a time line, saved as a report, and checked by anybody who has ResetLab.',
    places: ['evidence'],
    goThere: 'Go to Evidence',
  },
  activity: {
    title: 'See what was asked',
    text: 'Activity shows every call to Microsoft Graph and why it was made. That was the tour; a lab tenant of your own works the same way, from the menu of your account.',
    places: ['activity'],
    goThere: 'Go to Activity',
  },
}
