/** Files from somebody else's git server: fetched aside, made a commit without their history, then pushed as any other. */
import { rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import type { Gateway } from '../context.ts'
import { DEFAULT_BRANCH, scratchPath } from '../layout.ts'
import type { PushStamp, RepoAccess, UploadOutcome } from '../port.ts'
import { abandon } from '../push.ts'
import { mustRun } from '../run.ts'
import { type AskedImport, signature } from './about.ts'
import { countChanges } from './count-changes.ts'
import { fetchRemote } from './fetch-remote.ts'
import { pushCommit } from './push-commit.ts'
import { UploadRefused } from './refused.ts'
import { borrowFrom, inScratch, type Scratch } from './scratch.ts'

/** Each may take minutes and a hundred megabytes. */
const AT_ONCE = 3
const REQUEST_BYTES = 16 * 1024

/** Answers with an `UploadOutcome`. Whoever asks holds the key of the door and has asked whether this person may. */
export async function receiveImport(gateway: Gateway, req: IncomingMessage, res: ServerResponse, repoId: string): Promise<void> {
  const asked = JSON.parse(await textOf(req)) as AskedImport
  const outcome = await oneOfFew(gateway, repoId, () => importInto(gateway, repoId, asked))
  res.writeHead(200, { 'Content-Type': 'application/json' })
  res.end(JSON.stringify(outcome))
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > REQUEST_BYTES) throw new Error('An import that asks for too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

async function oneOfFew(gateway: Gateway, repoId: string, act: () => Promise<UploadOutcome>): Promise<UploadOutcome> {
  const { importing } = gateway
  if (importing.has(repoId)) return { accepted: false, lines: ['Another import into this repository is under way.'] }
  if (importing.size >= AT_ONCE) return { accepted: false, lines: ['Other imports are under way on this server. Try again in a few minutes.'] }
  importing.add(repoId)
  try {
    return await act()
  } finally {
    importing.delete(repoId)
  }
}

async function importInto(gateway: Gateway, repoId: string, asked: AskedImport): Promise<UploadOutcome> {
  const aside = path.join(scratchPath(gateway.git.reposDir), `import-${crypto.randomUUID()}`)
  try {
    const fetched = await fetchRemote(gateway.git, aside, asked)
    // Held back until here: what is fetched from elsewhere has no first byte of ours to be measured by.
    const stamp = await stampNow(gateway, repoId, asked)
    const slot = { key: `push:${repoId}`, perKey: 1, patient: true }
    return await gateway.slots.run(slot, () => inScratch(gateway.git, repoId, (scratch) => takeOver(gateway, scratch, { repoId, aside, fetched, stamp }, asked)))
  } catch (error) {
    if (error instanceof UploadRefused) return { accepted: false, lines: error.lines }
    gateway.log.error({ err: error, repoId }, 'an import failed')
    return { accepted: false, lines: ['Our server failed over this import. Nothing was changed. Please try again.'] }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

async function stampNow(gateway: Gateway, repoId: string, { pusher }: AskedImport): Promise<PushStamp> {
  const stamp = await gateway.gatekeeper.firstByte({ repoId, ip: '', by: 'import', pusher, age: () => 0 })
  await gateway.gatekeeper.lastByte(stamp, { bytes: 0 })
  return stamp
}

interface Fetched {
  repoId: string
  /** Where it was fetched to. */
  aside: string
  fetched: string
  stamp: PushStamp
}

/** Everything stamped ends as applied or abandoned, exactly once. */
async function takeOver(gateway: Gateway, scratch: Scratch, from: Fetched, asked: AskedImport): Promise<UploadOutcome> {
  await borrowFrom(scratch, from.aside)
  const commit = await commitOf(gateway, scratch, from.fetched, asked)
  const changes = await countChanges(gateway.git, scratch, commit)
  if (changes.added + changes.modified + changes.removed === 0) {
    const lines = ['This is exactly what we have already. Nothing was changed.']
    await abandon(gateway, Promise.resolve(from.stamp), lines.join(' '))
    return { accepted: false, lines }
  }
  const access: RepoAccess = { repoId: from.repoId, canPush: true, branch: DEFAULT_BRANCH }
  const { accepted, lines } = await pushCommit(gateway, scratch, commit, { access, stamp: from.stamp })
  return accepted ? { accepted, upload: { commit, ...changes, leftOut: [] }, lines } : { accepted, lines: lines.length > 0 ? lines : ['It was not accepted. Nothing was changed.'] }
}

/** The fetched tree in a commit of ours: neither their history nor their commit's own words come along. */
async function commitOf(gateway: Gateway, scratch: Scratch, fetched: string, asked: AskedImport): Promise<string> {
  const { name, email, date } = signature(asked)
  const stamp = `@${date}`
  const env = { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: stamp, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: stamp }
  const url = new URL(asked.url)
  const message = `Import ${url.host}${url.pathname}\n\n${asked.branch ? `Branch ${asked.branch}, commit` : 'Commit'} ${fetched}\n`
  const args = [`--git-dir=${scratch.repo}`, 'commit-tree', '-p', scratch.tip, `${fetched}^{tree}`]
  return (await mustRun(gateway.git, args, { input: message, env })).toString().trim()
}
