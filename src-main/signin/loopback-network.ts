import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'

/**
 * A network module for a sign-in server on this computer. MSAL accepts only https authorities, so such a server goes by
 * an https name that exists nowhere, and requests to that name are sent to its loopback address.
 */
export function loopbackNetwork(authorityOrigin: string, loopbackOrigin: string): INetworkModule {
  async function exchange<T>(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions) {
    const target = atLoopback(url, authorityOrigin, loopbackOrigin)
    if (new URL(target).origin !== loopbackOrigin) throw new TypeError('Only the loopback sign-in server may be asked')
    const response = await fetch(target, {
      method,
      redirect: 'error',
      ...(options?.headers ? { headers: options.headers } : {}),
      ...(options?.body === undefined ? {} : { body: options.body }),
    })
    // MSAL checks the body's fields itself; the type parameter is its claim about them.
    const body = (await response.json()) as T
    const answer: NetworkResponse<T> = { headers: Object.fromEntries(response.headers), body, status: response.status }
    return answer
  }
  return {
    sendGetRequestAsync: (url, options) => exchange('GET', url, options),
    sendPostRequestAsync: (url, options) => exchange('POST', url, options),
  }
}

/** The same address, with the https stand-in name replaced by the loopback one. */
export function atLoopback(url: string, authorityOrigin: string, loopbackOrigin: string): string {
  return url.startsWith(`${authorityOrigin}/`) ? `${loopbackOrigin}${url.slice(authorityOrigin.length)}` : url
}
