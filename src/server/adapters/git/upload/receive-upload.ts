/** A zip or a patch from somebody without git: stamped as it comes in, made a commit aside, then pushed as any other. */
import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gateway } from '../context.ts'
import { DEFAULT_BRANCH } from '../layout.ts'
import type { PushStamp, RepoAccess, UploadOutcome } from '../port.ts'
import { abandon, oneOfFew, type Refused, refusedByClock, refusedBySize, takeBody } from '../push.ts'
import type { SpooledBody } from '../spool.ts'
import { lazyStamp } from '../stamping.ts'
import { megabytes } from '../tree-rules.ts'
import { type About, readAbout, ABOUT_HEADER } from './about.ts'
import { countChanges } from './count-changes.ts'
import { commitPatch } from './from-patch.ts'
import { commitZip } from './from-zip.ts'
import { fileRange } from './multipart.ts'
import { pushCommit } from './push-commit.ts'
import { UploadRefused } from './refused.ts'
import { copyOut, inScratch, type Scratch } from './scratch.ts'

/** Answers with an `UploadOutcome`. Whoever brings it holds the key of the door and has asked whether this person may. */
export async function receiveUpload(gateway: Gateway, req: IncomingMessage, res: ServerResponse, repoId: string): Promise<void> {
  const about = readAbout(req.headers[ABOUT_HEADER])
  await oneOfFew(gateway, { repoId, canPush: true, branch: DEFAULT_BRANCH, pusher: about.pusher }, async (access) => {
    const sender = { access, ip: about.ip, by: 'upload' as const, ageMs: about.ageMs }
    const stamping = lazyStamp(gateway, sender)
    const body = await takeBody(gateway, req, sender, stamping)
    const taken = stamping.now()
    try {
      const outcome = await weigh(gateway, access, { body, taken, about, contentType: req.headers['content-type'] ?? '' })
      res.writeHead(200, { 'Content-Type': 'application/json' })
      res.end(JSON.stringify(outcome))
    } finally {
      await body.close()
    }
  })
}

interface Arrived {
  body: SpooledBody
  taken: Promise<PushStamp> | undefined
  about: About
  contentType: string
}

/** Everything stamped ends as applied or abandoned, exactly once. */
async function weigh(gateway: Gateway, access: RepoAccess, arrived: Arrived): Promise<UploadOutcome> {
  const { body, taken } = arrived
  const refused = tooLarge(gateway, body) ?? (await refusedBySize(gateway, access, body)) ?? (await refusedByClock(gateway, body, taken))
  if (refused) {
    await abandon(gateway, taken, refused.reason)
    return { accepted: false, lines: refused.lines }
  }
  const stamp = await taken
  if (!stamp) return { accepted: false, lines: ['The file is empty. Nothing was changed.'] }
  const slot = { key: `push:${access.repoId}`, perKey: 1, patient: true }
  return gateway.slots.run(slot, () => inScratch(gateway.git, access.repoId, (scratch) => turnIntoPush(gateway, scratch, { access, stamp }, arrived)))
}

function tooLarge(gateway: Gateway, body: SpooledBody): Refused | undefined {
  const { pushBytes } = gateway.limits
  if (body.bytes <= pushBytes) return undefined
  return { lines: [`Your upload is larger than ${megabytes(pushBytes)} (it has ${megabytes(body.bytes)}). Nothing was changed.`, 'Leave out dependencies, build output, data and media.'], reason: 'too large' }
}

async function turnIntoPush(gateway: Gateway, scratch: Scratch, who: { access: RepoAccess; stamp: PushStamp }, arrived: Arrived): Promise<UploadOutcome> {
  let made: Made
  try {
    made = await makeCommit(gateway, scratch, arrived)
  } catch (error) {
    const lines = error instanceof UploadRefused ? error.lines : ['Our server could not read this upload. Nothing was changed. Please try again.']
    if (!(error instanceof UploadRefused)) gateway.log.error({ err: error, pushId: who.stamp.pushId }, 'an upload could not be read')
    await abandon(gateway, Promise.resolve(who.stamp), lines.join(' ').slice(0, 1_000))
    return { accepted: false, lines }
  }
  const { accepted, lines } = await pushCommit(gateway, scratch, made.commit, who)
  return accepted ? { accepted, upload: made, lines } : { accepted, lines: lines.length > 0 ? lines : ['It was not accepted. Nothing was changed.'] }
}

interface Made {
  commit: string
  added: number
  modified: number
  removed: number
  leftOut: string[]
}

async function makeCommit(gateway: Gateway, scratch: Scratch, { body, about, contentType }: Arrived): Promise<Made> {
  const spooled = await body.file()
  const file = await copyOut(spooled, await fileRange(spooled, body.bytes, contentType), scratch)
  const made = await ((await isZip(file)) ? commitZip : commitPatch)(gateway.git, scratch, file, about)
  const changes = await countChanges(gateway.git, scratch, made.commit)
  if (changes.added + changes.modified + changes.removed === 0) throw new UploadRefused(['This is exactly what we have already. Nothing was changed.'])
  return { ...made, ...changes }
}

async function isZip(file: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return /^PK(?:\x03\x04|\x05\x06)/.test(buffer.toString('latin1'))
  } finally {
    await handle.close()
  }
}
