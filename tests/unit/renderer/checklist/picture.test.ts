import { describe, expect, it, vi } from 'vitest'

import { largestPictureBytes } from '@contract/picture'

import { picturesIn, type ReadPicture, readPicture } from '../../../../src-renderer/checklist/picture'

const file = (type: string, bytes = 10): File => new File([new Uint8Array(bytes)], 'page', { type })

const problemOf = (read: ReadPicture): string => ('problem' in read ? read.problem : '')

/** A canvas that makes pictures of the given sizes, by type. */
function stubCanvas(sizes: Partial<Record<string, number>>, side = 100) {
  const drawn: number[][] = []
  vi.stubGlobal('createImageBitmap', async () => ({ width: side * 2, height: side, close: () => undefined }))
  const getContext = () => ({ drawImage: (...given: unknown[]) => drawn.push(given.slice(3) as number[]) })
  // jsdom draws nothing: what a canvas would make is said here.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(getContext as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((take, type = 'image/png') => {
    const size = sizes[type]
    take(size === undefined ? null : new Blob([new Uint8Array(size)], { type }))
  })
  return drawn
}

describe('a picture for a step', () => {
  it('is drawn anew, so that only its pixels are left', async () => {
    const drawn = stubCanvas({ 'image/png': 3 })
    expect(await readPicture(file('image/jpeg'))).toEqual({ base64: 'AAAA' })
    expect(drawn).toEqual([[200, 100]])
  })
  it('is made smaller where it is larger than any screen', async () => {
    const drawn = stubCanvas({ 'image/png': 3 }, 4096)
    await readPicture(file('image/png'))
    expect(drawn).toEqual([[4096, 2048]])
  })
  it('becomes a JPEG where a PNG would be too large, and is refused where that is, too', async () => {
    stubCanvas({ 'image/png': largestPictureBytes + 1, 'image/jpeg': 6 })
    expect(await readPicture(file('image/png'))).toEqual({ base64: 'AAAAAAAA' })
    stubCanvas({ 'image/png': largestPictureBytes + 1, 'image/jpeg': largestPictureBytes + 1 })
    expect(problemOf(await readPicture(file('image/png')))).toContain('too large')
  })
  it.each(['image/svg+xml', 'application/pdf', ''])('is refused when it is of the type "%s"', async (type) => {
    expect(problemOf(await readPicture(file(type)))).toContain('PNG, JPEG and WebP')
  })
  it('is refused when it cannot be read', async () => {
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('damaged')))
    expect(problemOf(await readPicture(file('image/png')))).toContain('cannot be read')
  })
  it('is found among what was pasted', () => {
    const pasted = { files: [file('text/plain'), file('image/png')] }
    // As much of a clipboard as is looked at.
    expect(picturesIn(pasted as unknown as DataTransfer)).toEqual([pasted.files[1]])
    expect(picturesIn(null)).toEqual([])
  })
})
