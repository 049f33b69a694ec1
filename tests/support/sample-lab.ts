import { Lab } from '../../src-main/contract/lab.ts'

/** A small lab that asks for one of everything. */
export function sampleLab(change: Record<string, unknown> = {}): Lab {
  return Lab.parse({
    format: 1,
    id: 'sample',
    title: 'Sample lab',
    summary: 'One user, one group.',
    minutes: 10,
    group: { displayName: 'SSPRTesters', description: 'Testers' },
    users: { usageLocation: 'US', list: [{ userName: 'balas', displayName: 'Bala Sandhu' }] },
    controlUser: { userName: 'grady', displayName: 'Grady Archie' },
    licences: {},
    sspr: { methodsRequired: 1, methods: { Sms: 'on' }, registration: {}, notifications: {} },
    checklist: { testUser: 'balas', register: ['phoneText'], resetWith: ['phoneText'] },
    ...change,
  })
}

const page = (path: string) => `http://127.0.0.1:1/${path}`

export const sampleLinks = {
  portal: page('portal'),
  passwordReset: page('portal/password-reset'),
  register: page('security-info'),
  reset: page('reset'),
  signIn: page('sign-in'),
  inbox: page('inbox'),
  home: page(''),
  blades: {
    properties: page('properties'),
    authenticationMethods: page('authentication-methods'),
    registration: page('registration'),
    notifications: page('notifications'),
    customization: page('customization'),
  },
}
