const maxBodyBytes = 4 * 1024 * 1024

/** What is refused by its announced length before it is read. */
export const isTooLong = (contentLength: string | undefined): boolean => Number(contentLength ?? 0) > maxBodyBytes

/** The whole body as text, or null when it is too long; the rest is then not read. Chunked bodies announce no length. */
export async function readBodyText(request: Request): Promise<string | null> {
  const body: ReadableStream<Uint8Array> | null = request.body
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
