/**
 * A zip as a stream, a file at a time (APPNOTE 6.3). Every entry is an ordinary file that nobody may run: what links or
 * runs in a repository comes out of this as bytes. At most 65,535 files and 4 GB; whoever writes keeps to that.
 */
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

export interface ZipFile {
  name: string
  bytes: Buffer
}

const deflate = promisify(deflateRaw)

/** Names are UTF-8; the time of every file is the same, so the same files make the same bytes. */
export async function* zip(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const index: Buffer[] = []
  let at = 0
  for await (const file of files) {
    const entry = await entryOf(file)
    index.push(indexHeader(entry, at))
    const bytes = Buffer.concat([localHeader(entry), entry.name, entry.data])
    at += bytes.length
    yield bytes
  }
  const directory = Buffer.concat(index)
  yield Buffer.concat([directory, endRecord(index.length, directory.length, at)])
}

interface Entry {
  name: Buffer
  data: Buffer
  method: 0 | 8
  crc: number
  size: number
}

async function entryOf({ name, bytes }: ZipFile): Promise<Entry> {
  const smaller = await deflate(bytes)
  const packed = smaller.length < bytes.length
  return { name: Buffer.from(name), data: packed ? smaller : bytes, method: packed ? 8 : 0, crc: crc32(bytes), size: bytes.length }
}

const UTF8_NAME = 0x0800
/** 1980-01-01, the first day a zip can name. */
const DAY = 0x21

/** What both headers of a file say. */
function facts({ name, data, method, crc, size }: Entry): Buffer {
  const b = Buffer.alloc(26)
  b.writeUInt16LE(20, 0)
  b.writeUInt16LE(UTF8_NAME, 2)
  b.writeUInt16LE(method, 4)
  b.writeUInt16LE(DAY, 8)
  b.writeUInt32LE(crc, 10)
  b.writeUInt32LE(data.length, 14)
  b.writeUInt32LE(size, 18)
  b.writeUInt16LE(name.length, 22)
  return b
}

function localHeader(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts(entry)])
}

/** Made "on MS-DOS", which knows no rights, so that no program takes any from here. */
function indexHeader(entry: Entry, at: number): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(at, 10)
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts(entry), rest, entry.name])
}

function endRecord(files: number, size: number, at: number): Buffer {
  const b = Buffer.alloc(22)
  b.write('PK\x05\x06', 'latin1')
  b.writeUInt16LE(files, 8)
  b.writeUInt16LE(files, 10)
  b.writeUInt32LE(size, 12)
  b.writeUInt32LE(at, 16)
  return b
}
