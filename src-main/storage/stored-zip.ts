import { crc32 } from 'node:zlib'

/** A time as zip headers hold it: DOS date above DOS time. */
export type DosTime = number

/** 2026-01-01 00:00:00, in every zip we write: the same content gives the same bytes, in any time zone. */
export const fixedTime: DosTime = ((46 << 25) | (1 << 21) | (1 << 16)) >>> 0

interface Header {
  readonly name: Buffer
  readonly content: Uint8Array
  readonly offset: number
}

/**
 * A zip of plainly stored entries, in their order, with nothing optional in it: no flags, extra fields, comments or
 * attributes. Names are ASCII. There is exactly one such file for given entries, so that a reader can compare.
 */
export function writeStoredZip(entries: ReadonlyMap<string, Uint8Array>, time: DosTime = fixedTime): Buffer {
  const parts: Uint8Array[] = []
  const headers: Header[] = []
  let offset = 0
  const put = (part: Uint8Array): void => {
    parts.push(part)
    offset += part.length
  }
  for (const [entryName, content] of entries) {
    const header = { name: Buffer.from(entryName, 'ascii'), content, offset }
    headers.push(header)
    put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), commonFields(header, time), header.name]))
    put(content)
  }
  const directoryAt = offset
  for (const header of headers) put(directoryEntry(header, time))
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(headers.length, 8)
  end.writeUInt16LE(headers.length, 10)
  end.writeUInt32LE(offset - directoryAt, 12)
  end.writeUInt32LE(directoryAt, 16)
  parts.push(end)
  return Buffer.concat(parts)
}

/** The time of the first entry, where a file begins like one of ours; else null. */
export function timeOfFirstEntry(bytes: Uint8Array): DosTime | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view.length >= 30 && view.toString('latin1', 0, 4) === 'PK\x03\x04' ? view.readUInt32LE(10) : null
}

/** Version needed (2.0), no flags, no compression, time, CRC-32, both sizes, length of the name, no extra field. */
function commonFields({ name, content }: Header, time: DosTime): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt32LE(time, 6)
  fields.writeUInt32LE(crc32(content), 10)
  fields.writeUInt32LE(content.length, 14)
  fields.writeUInt32LE(content.length, 18)
  fields.writeUInt16LE(name.length, 22)
  return fields
}

function directoryEntry(header: Header, time: DosTime): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(header.offset, 10)
  const madeBy = Buffer.from('PK\x01\x02\x14\x00', 'latin1')
  return Buffer.concat([madeBy, commonFields(header, time), rest, header.name])
}
