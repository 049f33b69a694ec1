/** What a person may put beside a step: pictures of a page. */

/** 4 MiB: a whole screen at twice the usual density as PNG. */
export const largestPictureBytes = 4 * 1024 * 1024
/** Of one recording; the evidence file holds them all. */
export const mostPictures = 24
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type PictureType = (typeof pictureTypes)[number]

/** What the bytes are, by how they begin; null for anything that is no picture of these kinds. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const starts = (at: number, text: string): boolean =>
    Array.from({ length: text.length }, (_, index) => index).every(
      (index) => bytes[at + index] === text.charCodeAt(index),
    )
  if (starts(0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts(0, '\xff\xd8\xff')) return 'image/jpeg'
  return starts(0, 'RIFF') && starts(8, 'WEBP') ? 'image/webp' : null
}
