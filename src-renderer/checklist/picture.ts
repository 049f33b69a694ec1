import { largestPictureBytes, pictureTypes } from '@contract/picture'

import { base64Of } from '../components/save-file'
import { t } from '../i18n/i18n'

/** Above this nothing is decoded: a picture of a screen is far smaller. */
const largestFileBytes = 40 * 1024 * 1024
const longestSide = 4096

export type ReadPicture = { readonly base64: string } | { readonly problem: string }

/**
 * A picture drawn anew on a canvas, so that nothing but its pixels is left: no place, no device, no thumbnail of before.
 * Kept as PNG where that is small enough, else as JPEG.
 */
export async function readPicture(file: Blob): Promise<ReadPicture> {
  if (!(pictureTypes as readonly string[]).includes(file.type)) {
    return { problem: t('checklist.picture.wrongType') }
  }
  if (file.size > largestFileBytes) return { problem: t('checklist.picture.fileTooLarge') }
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (!bitmap) return { problem: t('checklist.picture.damaged') }
  const canvas = drawn(bitmap)
  bitmap.close()
  for (const [type, quality] of [['image/png', 1] as const, ['image/jpeg', 0.85] as const]) {
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, type, quality)
    })
    if (blob && blob.size <= largestPictureBytes) return { base64: await base64Of(blob) }
  }
  return { problem: t('checklist.picture.tooLarge') }
}

function drawn(bitmap: ImageBitmap): HTMLCanvasElement {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** The pictures among what was pasted or dropped. */
export const picturesIn = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'))
