import { type INetworkModule, type NetworkResponse, PublicClientApplication } from '@azure/msal-node'

import type { PracticeServer } from '../../../src-main/practice/index.ts'

interface ClientOptions {
  clientId?: string
  /** `https://login.practice.invalid/<tenant>`; the first tenant's when it is not given. */
  authority?: string
  /** Awaited before each token request, so that a test says when a device asks. */
  beforeToken?: () => Promise<unknown>
}

const authorityOrigin = 'https://login.practice.invalid'

/** The real library, told only where the alias origin really is. */
export function createMsalClient(server: PracticeServer, options: ClientOptions = {}): PublicClientApplication {
  const send = async <Body>(url: string, init: RequestInit): Promise<NetworkResponse<Body>> => {
    const answer = await fetch(url.replace(authorityOrigin, server.info.loginUrl), init)
    // MSAL checks what it reads; its interface wants the caller's type here.
    const body = (await answer.json()) as Body
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body }
  }
  const networkClient: INetworkModule = {
    sendGetRequestAsync: (url, request) => send(url, { headers: request?.headers ?? {} }),
    async sendPostRequestAsync(url, request) {
      if (new URL(url).pathname.endsWith('/token')) await options.beforeToken?.()
      return send(url, { method: 'POST', headers: request?.headers ?? {}, body: request?.body ?? '' })
    },
  }
  return new PublicClientApplication({
    auth: {
      clientId: options.clientId ?? '14d82eec-204b-4c2f-b7e8-296a70dab67e',
      authority: options.authority ?? server.info.authority,
      knownAuthorities: [new URL(authorityOrigin).host],
    },
    system: { networkClient },
  })
}

export const authorityOf = (tenant: string): string => `${authorityOrigin}/${tenant}`
