import { Readable } from 'node:stream'
import type { StarterPart } from '#contract/starters.ts'
import { DoorClosedError } from '#server/adapters/git/port.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { loadOpenStarter } from './access.ts'
import { repositoryAway, uploadRefused } from './errors.ts'

const PER_HOUR = 60

/** Makes a push of a zip or a patch, and so the next version. @throws Refusal `upload_refused` with the reasons */
export async function uploadPart(ctx: RequestContext, id: string, part: StarterPart): Promise<void> {
  const { body, age } = ctx.stream ?? { body: Readable.from([]), age: () => 0 }
  const { repoId, me, at } = await ctx.transaction(async (tx) => ({ repoId: (await loadOpenStarter(tx, id)).repos[part], me: requireMember(tx), at: tx.now }))
  await ctx.transaction((tx) => hit(tx, `starter-upload:${id}`, PER_HOUR, 3600))
  const about = { contentType: ctx.header('content-type') ?? '', message: 'Upload\n', author: { name: me.name, email: me.email }, at, ip: ctx.ip, age, pusher: me.memberId }
  const outcome = await ctx.door.upload({ repoId, body, ...about }).catch((error: unknown) => {
    throw error instanceof DoorClosedError ? repositoryAway() : error
  })
  if (!outcome.accepted) throw uploadRefused(outcome.lines)
}
