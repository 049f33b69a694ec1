import { describe, expect, it } from 'vitest'

import type { Session } from '../../../src-main/contract/tenant.ts'
import { isAllowedLink } from '../../../src-main/host/allowed-links.ts'
import { sampleLinks } from '../../support/sample-lab.ts'

const signedOut: Session = { state: 'signed-out', notice: null }
const signedIn: Session = {
  state: 'signed-in',
  target: {
    kind: 'real',
    tenantId: 'aaaaaaaa-1111-4111-8111-111111111111',
    displayName: 'Contoso',
    domain: 'contoso.onmicrosoft.com',
    operator: {
      id: 'bbbbbbbb-1111-4111-8111-111111111111',
      displayName: 'Ana',
      userPrincipalName: 'ana@contoso.onmicrosoft.com',
    },
    links: { ...sampleLinks, portal: 'https://portal.own.example/' },
  },
  others: [],
  permissions: [],
  consentUrl: 'https://login.own.example/consent',
  asking: null,
  trouble: null,
  notice: null,
}
const isAllowed = (address: string, session: Session = signedOut): boolean => isAllowedLink(new URL(address), session)

describe('a link of the window', () => {
  it.each([
    'https://login.microsoftonline.com/x',
    'https://entra.microsoft.us/',
    'http://127.0.0.1:4000/',
    'https://aka.ms/sspr',
  ])('%s is opened in the person’s own browser', (address) => {
    expect(isAllowed(address)).toBe(true)
  })

  it.each([
    'https://evil.example/',
    'http://login.microsoftonline.com/',
    'https://login.microsoftonline.com.evil.example/',
    'http://127.0.0.1.evil.example/',
  ])('%s is not', (address) => {
    expect(isAllowed(address)).toBe(false)
  })

  it('to a host of the target is opened while it is the target', () => {
    for (const address of ['https://portal.own.example/blade', 'https://login.own.example/consent']) {
      expect([isAllowed(address, signedIn), isAllowed(address)]).toEqual([true, false])
    }
  })
})
