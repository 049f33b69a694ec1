/** Saves in the desktop app's own way, and tells the person how it went. */
type SaveNatively = (fileName: string, base64: string) => Promise<void>
let natively: SaveNatively | null = null

/** Set once at start-up, where there is a desktop to ask. Null: files are downloads of the browser. */
export function setNativeSaving(save: SaveNatively | null): void {
  natively = save
}

/** Asks the person where the file goes: in the desktop app by the system's dialog, else by the browser's download. */
export function saveFile(fileName: string, content: BlobPart, type: string): void {
  const file = new Blob([content], { type })
  if (natively === null) download(fileName, file)
  else void base64Of(file).then((base64) => natively?.(fileName, base64))
}

function download(fileName: string, file: Blob): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download has its own hold on the blob once the click was handled.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 10_000)
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
}

/** The bytes of a chosen file in base64, as they cross the bridge. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
