import { type INetworkModule, type NetworkResponse, PublicClientApplication } from '@azure/msal-node'

import type { PracticeServer } from '../../../src-main/practice/index.ts'

/** The real library, told only where the alias origin really is. */
export function createMsalClient(server: PracticeServer): PublicClientApplication {
  const send = async <Body>(url: string, init: RequestInit): Promise<NetworkResponse<Body>> => {
    const answer = await fetch(url.replace('https://login.practice.invalid', server.info.loginUrl), init)
    // MSAL checks what it reads; its interface wants the caller's type here.
    const body = (await answer.json()) as Body
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body }
  }
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url, options) => send(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) =>
      send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  }
  return new PublicClientApplication({
    auth: {
      clientId: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
      authority: server.info.authority,
      knownAuthorities: ['login.practice.invalid'],
    },
    system: { networkClient },
  })
}
