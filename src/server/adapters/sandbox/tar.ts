/** A job's files travel into its sandbox, and what it left in `/results` out of it, as tar: unpacked inside, only read here. */
import type { SandboxFile } from './port.ts'

const BLOCK = 512
const padding = (size: number) => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)

/** The files as one archive, piece by piece. Names are passed on as they are: tar in the sandbox is the one to be careful. */
export async function* tarOf(files: Iterable<SandboxFile> | AsyncIterable<SandboxFile>): AsyncGenerator<Buffer> {
  for await (const file of files) {
    const link = file.mode === '120000'
    const content = Buffer.from(file.content)
    const name = Buffer.from(file.path)
    if (name.length > 100) yield long('L', name)
    if (link && content.length > 100) yield long('K', content)
    yield header(name, { mode: file.mode === '100755' ? 0o755 : 0o644, size: link ? 0 : content.length, type: link ? '2' : '0', target: link ? content : undefined })
    if (!link) yield Buffer.concat([content, padding(content.length)])
  }
  yield Buffer.alloc(2 * BLOCK)
}

/** GNU's way to a name of more than 100 bytes. */
function long(type: 'L' | 'K', text: Buffer): Buffer {
  const body = Buffer.concat([text, Buffer.alloc(1)])
  return Buffer.concat([header(Buffer.from('././@LongLink'), { mode: 0, size: body.length, type }), body, padding(body.length)])
}

function header(name: Buffer, o: { mode: number; size: number; type: string; target?: Buffer | undefined }): Buffer {
  const block = Buffer.alloc(BLOCK)
  name.copy(block, 0, 0, 100)
  octal(block, 100, 8, o.mode)
  octal(block, 108, 8, 0)
  octal(block, 116, 8, 0)
  octal(block, 124, 12, o.size)
  octal(block, 136, 12, 0)
  block.write(o.type, 156, 'latin1')
  o.target?.copy(block, 157, 0, 100)
  block.write('ustar  \0', 257, 'latin1')
  octal(block, 148, 8, checksum(block))
  return block
}

const octal = (block: Buffer, at: number, length: number, value: number) => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')

/** The sum of the header's bytes, its own field read as spaces. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0)
}

const PLAIN_NAME = /^\.\/([A-Za-z0-9_-][A-Za-z0-9._-]{0,99})$/

/**
 * The regular files at the top of an archive, by name. The archive is the job's: whatever is not a plain file with a
 * plain name is passed over, nonsense ends the reading, and nothing is ever written anywhere.
 */
export function filesInTar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const size = sizeIn(archive, at)
    if (size === null || at + BLOCK + size > archive.length) break
    const name = PLAIN_NAME.exec(archive.toString('latin1', at, at + 100).split('\0', 1)[0] ?? '')?.[1]
    if (name && archive[at + 156] === 0x30) files.set(name, Buffer.from(archive.subarray(at + BLOCK, at + BLOCK + size)))
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

function sizeIn(archive: Buffer, at: number): number | null {
  const digits = /^[0-7]{11}(?=\0)/.exec(archive.toString('latin1', at + 124, at + 136))?.[0]
  return digits === undefined ? null : Number.parseInt(digits, 8)
}
