/** Hands a commit made here to receive-pack, exactly as if a client had pushed it. */
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Gateway } from '../context.ts'
import { DEFAULT_BRANCH } from '../layout.ts'
import { FLUSH, parsePushHead, pkt } from '../pkt-line.ts'
import type { PushStamp, RepoAccess } from '../port.ts'
import { type PushAnswer, runReceivePack } from '../receive-pack.ts'
import { startGit } from '../run.ts'
import { type SpooledBody, spooledFile } from '../spool.ts'
import type { Scratch } from './scratch.ts'

const MAIN = `refs/heads/${DEFAULT_BRANCH}`

export interface Pushed {
  accepted: boolean
  /** What git would have printed. */
  lines: string[]
}

/** From here on it is a push: the hooks, the inspection, the decision and the log are the same. */
export async function pushCommit(gateway: Gateway, scratch: Scratch, commit: string, who: { access: RepoAccess; stamp: PushStamp }): Promise<Pushed> {
  const body = await bodyOf(gateway, scratch, commit)
  try {
    const head = parsePushHead(body.head)
    if (!head) throw new Error('A push of ours without a command')
    const answer = rememberAnswer()
    await runReceivePack(gateway, answer, { ...who, body, head })
    return answer.read()
  } finally {
    await body.close()
  }
}

/** The command and the pack, in a file as it would have been spooled. */
async function bodyOf(gateway: Gateway, scratch: Scratch, commit: string): Promise<SpooledBody> {
  const name = path.join(scratch.dir, 'push')
  const head = Buffer.concat([pkt(`${scratch.tip} ${commit} ${MAIN}\0 report-status side-band-64k`), FLUSH])
  const out = await open(name, 'wx', 0o600)
  try {
    await out.write(head)
    await packInto(gateway, scratch, commit, out)
  } finally {
    await out.close()
  }
  const file = await open(name, 'r')
  return spooledFile(file, (await file.stat()).size, head)
}

/** Only what is reachable from the new commit and not there yet. */
async function packInto(gateway: Gateway, scratch: Scratch, commit: string, out: FileHandle): Promise<void> {
  const args = [`--git-dir=${scratch.repo}`, 'pack-objects', '--revs', '--stdout', '--quiet', '--delta-base-offset']
  const child = startGit(gateway.git, args, ['pipe', out.fd, 'pipe'], { limited: true })
  let complaint = ''
  child.stderr?.on('data', (text) => (complaint = (complaint + String(text)).slice(0, 2_000)))
  child.stdin?.on('error', () => {})
  child.stdin?.end(`${commit}\n^${scratch.tip}\n`)
  const code = await new Promise((resolve) => child.once('error', () => resolve(null)).once('close', resolve))
  if (code !== 0) throw new Error(`git pack-objects failed (${String(code)}): ${complaint}`)
}

/** git's answer, kept instead of sent. */
function rememberAnswer(): PushAnswer & { read(): Pushed } {
  const chunks: Buffer[] = []
  return { begin: () => {}, write: (chunk) => void chunks.push(chunk), end: () => {}, read: () => parseAnswer(Buffer.concat(chunks)) }
}

function parseAnswer(bytes: Buffer): Pushed {
  const [report, words]: Buffer[][] = [[], []]
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 4), 16)
    if (!(length > 4)) break
    const band = bytes[at + 4] === 1 ? report : words
    band?.push(bytes.subarray(at + 5, at + length))
    at += length
  }
  const lines = Buffer.concat(words ?? []).toString().split('\n').map((line) => line.trim()).filter(Boolean)
  return { accepted: Buffer.concat(report ?? []).toString().includes(`ok ${MAIN}`), lines }
}
