/** The framing of git's protocol: four hex digits of length, then the payload (gitprotocol-common, gitprotocol-pack). */
import type { RefUpdate } from './port.ts'

export const FLUSH = Buffer.from('0000')
/** 65520 minus the four digits of length and the band. */
const BAND_PAYLOAD = 65_515

export function pkt(payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload)
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes])
}

/** The commands a push begins with, before its pack. */
export interface PushHead {
  updates: RefUpdate[]
  capabilities: Set<string>
}

const COMMAND = /^([0-9a-f]{40}) ([0-9a-f]{40}) (refs\/[^\0\n]+)\n?$/

/** Reads the commands at the start of a push body, or null where there are none. For answering only: git decides. */
export function parsePushHead(body: Buffer): PushHead | null {
  const head: PushHead = { updates: [], capabilities: new Set() }
  for (let at = 0; ; ) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16)
    if (length === 0) return head.updates.length > 0 ? head : null
    if (!(length > 4) || at + length > body.length) return null
    readCommand(body.toString('utf8', at + 4, at + length), head)
    at += length
  }
}

function readCommand(line: string, head: PushHead): void {
  const [command = '', capabilities = ''] = line.split('\0')
  for (const word of capabilities.trim().split(' ')) if (word) head.capabilities.add(word)
  const match = COMMAND.exec(command)
  if (match) head.updates.push({ oldSha: match[1] ?? '', newSha: match[2] ?? '', ref: match[3] ?? '' })
}

/**
 * Refuses a push in its own protocol, so that `git push` prints the words and every ref as rejected. An HTTP status
 * would not do: git prints the body of an error only for `info/refs`, never for a push that is under way.
 */
export function refusal(head: PushHead, lines: string[], reason: string): Buffer {
  const banded = head.capabilities.has('side-band-64k')
  const report = statusReport(head, reason)
  if (!banded) return report
  const words = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  return Buffer.concat([band(2, words), band(1, report), FLUSH])
}

/** Says of a push that all of it took effect, and what there is to say about it. */
export function acceptance(head: PushHead, lines: string[]): Buffer {
  const words = Buffer.from(lines.map((line) => `${line}\n`).join(''))
  const wanted = head.capabilities.has('report-status') || head.capabilities.has('report-status-v2')
  const report = wanted ? Buffer.concat([pkt('unpack ok\n'), ...head.updates.map(({ ref }) => pkt(`ok ${ref}\n`)), FLUSH]) : Buffer.alloc(0)
  return Buffer.concat([band(2, words), band(1, report), FLUSH])
}

/** Whether any ref took effect is said per ref; `unpack ok` because nothing was wrong with the pack itself. */
function statusReport(head: PushHead, reason: string): Buffer {
  if (!head.capabilities.has('report-status') && !head.capabilities.has('report-status-v2')) return Buffer.alloc(0)
  return Buffer.concat([pkt('unpack ok\n'), ...head.updates.map(({ ref }) => pkt(`ng ${ref} ${reason}\n`)), FLUSH])
}

/** Bytes on one band of the side-band-64k: 1 is the pack or the report, 2 is printed. */
export function band(number: 1 | 2, bytes: Buffer): Buffer {
  const count = Math.ceil(bytes.length / BAND_PAYLOAD)
  const framed = Buffer.allocUnsafe(bytes.length + count * 5)
  for (let n = 0, at = 0; n < count; n++) {
    const payload = bytes.subarray(n * BAND_PAYLOAD, (n + 1) * BAND_PAYLOAD)
    framed.write((payload.length + 5).toString(16).padStart(4, '0'), at, 'latin1')
    framed[at + 4] = number
    at += 5 + payload.copy(framed, at + 5)
  }
  return framed
}
