import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Push } from '#contract/assignments.ts'
import type { FileAnswer } from '#contract/common.ts'
import { DoorClosedError, type UploadOutcome } from '#server/adapters/git/port.ts'
import type { Context } from '#server/platform/context.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import type { Tx } from '#server/platform/tx.ts'
import { type Assignment, type Clock, newestThatCounts } from './assignment.ts'
import { assignmentNotStarted, hostedElsewhere, repositoryAway, uploadRefused } from './errors.ts'
import { type Found, forCandidate } from './find.ts'
import { pushOf } from './present.ts'
import { listUpdates } from './push-store.ts'
import { describeUpload } from './upload-store.ts'
import { moment } from './words.ts'

const PER_HOUR = 60

/**
 * Makes a push of a zip or a patch. The gateway stamps its first byte, inspects it and decides under the row lock, as for
 * git; what is asked here is only who it is. Sending the same twice is harmless: the second changes nothing and is told so.
 * @throws Refusal `upload_refused` with the reasons
 */
export async function uploadWork(ctx: RequestContext, id: string): Promise<Push> {
  const { body, age } = ctx.stream ?? { body: Readable.from([]), age: () => 0 }
  const { found, at } = await ctx.transaction(async (tx) => ({ found: await startedHere(tx, id), at: tx.now }))
  await ctx.transaction((tx) => hit(tx, `upload:${id}`, PER_HOUR, 3600))
  const about = { contentType: ctx.header('content-type') ?? '', message: `Uploaded on ${moment(at)}\n`, at, ip: ctx.ip, age }
  const outcome = await throughDoor(() => ctx.door.upload({ repoId: found.a.repoId, body, author: found.application.candidate, ...about }))
  return ctx.transaction((tx) => conclude(tx, found.a, outcome))
}

async function conclude(tx: Tx, a: Assignment, outcome: UploadOutcome): Promise<Push> {
  if (!outcome.accepted) throw uploadRefused(outcome.lines)
  await describeUpload(tx, a.id, outcome.upload)
  const update = (await listUpdates(tx, a.id)).findLast((u) => u.commit === outcome.upload.commit)
  if (!update) throw new Error(`No push brought ${outcome.upload.commit}`)
  return pushOf(a, update)
}

/** The files of what would be submitted now: the newest push that counts, or the starter. */
export async function downloadWork(ctx: Context, id: string): Promise<Readable> {
  const { repoId, commit } = await ctx.transaction(async (tx) => {
    const { a } = await startedHere(tx, id)
    return { repoId: a.repoId, commit: newestThatCounts(a, await listUpdates(tx, a.id))?.commit ?? a.clock.starterCommit }
  })
  return throughDoor(() => ctx.door.archive({ repoId, commit, folder: 'take-home' }))
}

/** As it comes in, never held. */
export function projectFile(zip: Readable): FileAnswer {
  // Two typings of one and the same web stream.
  const stream = Readable.toWeb(zip) as ReadableStream<Uint8Array> as globalThis.ReadableStream<Uint8Array>
  return { bytes: new Uint8Array(), stream, content_type: 'application/zip', filename: 'take-home.zip', disposition: 'attachment' }
}

/** Who may is asked as everywhere; whether it is in time, only the gateway can say. */
async function startedHere(tx: Tx, id: string): Promise<Found & { a: { clock: Clock } }> {
  const { a, application } = await forCandidate.byId(tx, id)
  if (a.provider !== 'built-in') throw hostedElsewhere()
  if (!a.clock) throw assignmentNotStarted()
  return { application, a: { ...a, clock: a.clock } }
}

async function throughDoor<T>(go: () => Promise<T>): Promise<T> {
  try {
    return await go()
  } catch (error) {
    throw error instanceof DoorClosedError ? repositoryAway() : error
  }
}
