/** Small HTTP helpers for the gateway. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGunzip } from 'node:zlib'

/** git caches nothing of this, and neither may a proxy. */
const NO_CACHE = {
  'Cache-Control': 'no-cache, max-age=0, must-revalidate',
  Expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
}

/** `bytes` where they are known: the answer is then not cut into chunks on the way. */
export function answerGit(res: ServerResponse, type: string, bytes?: number): void {
  const length = bytes === undefined ? {} : { 'Content-Length': String(bytes) }
  res.writeHead(200, { 'Content-Type': `application/x-${type}`, ...length, ...NO_CACHE })
}

/** git prints a text/plain body of an `info/refs` answer as `remote: …`. */
export function answerText(
  res: ServerResponse,
  status: number,
  words: string,
  headers: Record<string, string> = {},
): void {
  if (res.headersSent || res.destroyed) return
  const body = `${words}\n`
  const length = { 'Content-Length': String(Buffer.byteLength(body)) }
  // A refused body is not read to its end, so this connection can't be used again.
  const last = res.req.complete ? {} : { Connection: 'close' }
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...length, ...NO_CACHE, ...headers, ...last })
  res.end(body)
}

/** The password of Basic authentication; the user name is not looked at. Undefined when none was sent. */
export function basicPassword(req: IncomingMessage): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,4096})$/i.exec(req.headers.authorization ?? '') ?? []
  if (!encoded) return undefined
  const decoded = Buffer.from(encoded, 'base64').toString()
  const colon = decoded.indexOf(':')
  return colon < 0 ? undefined : decoded.slice(colon + 1)
}

export class TooLargeError extends Error {}

/** A body that was not what its headers say, or broke on the way. */
export class DamagedError extends Error {}

/** Reads a whole body, unzipped. Rejects with TooLargeError before more than `maxBytes` of it exist, and with DamagedError. */
export async function readBody(req: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (!req.headers['content-encoding']) return collect(req, maxBytes)
  const unzipped = req.pipe(createGunzip())
  // pipe does not pass on the end of a broken connection.
  req.once('error', (error) => unzipped.destroy(error))
  return collect(unzipped, maxBytes).catch((error: unknown) => {
    throw isDamage(error) ? new DamagedError('A body that can not be unzipped') : error
  })
}

async function collect(source: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > maxBytes) throw new TooLargeError(`A request of more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** zlib's own codes: Z_DATA_ERROR, Z_BUF_ERROR… */
function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}
