/** Writes zips of every kind, also of those no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  name: string
  content?: string | Buffer
  /** A Unix mode; without one the zip says that it was made on Windows. */
  mode?: number
  encrypted?: boolean
  /** Instead of the real size. */
  declaredSize?: number
  method?: number
}

export function zipOf(entries: ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const [content, name] = [Buffer.from(entry.content ?? ''), Buffer.from(entry.name)]
    const data = deflateRawSync(content)
    const shared = sharedFields(entry, content, data, name)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, data])
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), u16(entry.mode === undefined ? 20 : (3 << 8) | 20), shared, u16(0), u16(0), u16(0), u32((entry.mode ?? 0) * 0x10000), u32(at), name]))
    locals.push(local)
    at += local.length
  }
  const central = Buffer.concat(centrals)
  const end = Buffer.concat([Buffer.from('PK\x05\x06'), u16(0), u16(0), u16(entries.length), u16(entries.length), u32(central.length), u32(at), u16(0)])
  return Buffer.concat([...locals, central, end])
}

function sharedFields(entry: ZipEntry, content: Buffer, data: Buffer, name: Buffer): Buffer {
  const flags = (entry.encrypted ? 1 : 0) | 0x800
  return Buffer.concat([u16(20), u16(flags), u16(entry.method ?? 8), u32(0), u32(crc32(content)), u32(data.length), u32(entry.declaredSize ?? content.length), u16(name.length), u16(0)])
}

function u16(n: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(n)
  return bytes
}

function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n >>> 0)
  return bytes
}
