/** A system code along the chain of causes, such as ECONNREFUSED; null when there is none. */
export function causeCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

/** Words of OpenSSL and Node for a certificate that is not trusted (Node docs: tls.md, "X509 certificate error codes"). */
const certificateCodes = /^(UNABLE_TO_(GET|VERIFY)_|SELF_SIGNED_CERT|DEPTH_ZERO_|CERT_|ERR_TLS_CERT_|INVALID_CA)/

/**
 * The code of a certificate this computer does not trust; null for any other trouble. The connection was never made, so
 * nothing was sent.
 */
export function untrustedCertificate(error: unknown): string | null {
  const code = causeCode(error)
  return code !== null && certificateCodes.test(code) ? code : null
}
