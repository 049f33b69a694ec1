import http from 'node:http'

/** Places on this computer: the practice tenant, the page a sign-in comes back to, our own window. */
const here = ['127.0.0.1', 'localhost', '::1', '[::1]']

/**
 * Sends what leaves this computer over https through the proxy of the environment (`HTTPS_PROXY`, `NO_PROXY`), as other tools
 * do. An address that is none is told through `log`, without its words: it may hold a password. Answers how to stop it.
 */
export function useProxy(env: NodeJS.ProcessEnv, log: (line: string) => void): () => void {
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? ''
  const nothing = (): void => undefined
  // Edge: older runtimes have no such function, and their users no proxy.
  if (proxy === '' || typeof http.setGlobalProxyFromEnv !== 'function') return nothing
  const past = [env['NO_PROXY'] ?? env['no_proxy'] ?? '', ...here].filter((place) => place !== '').join(',')
  try {
    return http.setGlobalProxyFromEnv({ https_proxy: proxy, no_proxy: past })
  } catch {
    log('HTTPS_PROXY is no address of a proxy, so none is used.')
    return nothing
  }
}
