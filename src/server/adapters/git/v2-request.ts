/** Reading a request of protocol version 2 (gitprotocol-v2): a command, capabilities, a delimiter, arguments. */

export interface V2Request {
  command: string
  capabilities: string[]
  args: string[]
}

const FLUSH_LENGTH = 0
const DELIMITER_LENGTH = 1

/** Undefined for anything that is not exactly one whole request: git decides what to say of it. */
export function parseV2(body: Buffer): V2Request | undefined {
  const lines: string[][] = [[], []]
  let part = 0
  for (let at = 0; at + 4 <= body.length; ) {
    const length = lengthAt(body, at)
    if (length === FLUSH_LENGTH) return at + 4 === body.length ? requestOf(lines) : undefined
    if (length === DELIMITER_LENGTH) {
      if (++part > 1) return undefined
      at += 4
      continue
    }
    if (length < 5 || at + length > body.length) return undefined
    lines[part]?.push(body.toString('utf8', at + 4, at + length).replace(/\n$/, ''))
    at += length
  }
  return undefined
}

function lengthAt(body: Buffer, at: number): number {
  const digits = body.toString('latin1', at, at + 4)
  return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
}

function requestOf([head = [], args = []]: string[][]): V2Request | undefined {
  const [first = '', ...capabilities] = head
  const command = /^command=([a-z-]+)$/.exec(first)?.[1]
  // Only what changes nothing about an answer; git looks at the rest.
  const known = capabilities.every((c) => c === 'object-format=sha1' || /^(agent|session-id)=/.test(c))
  return command && known ? { command, capabilities, args } : undefined
}
