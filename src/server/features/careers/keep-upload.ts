import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import { insertFile } from './store.ts'
import { contentTypeOf, plainFilename } from './upload.ts'

const PER_HOUR = 200

/**
 * Keeps a file for an application to name within a day. The bytes are on the disk before the row says so.
 * @throws Refusal `file_too_large`, `file_type_refused`, `too_many_requests`
 */
export async function keepUpload(ctx: RequestContext, given: string): Promise<{ id: string; filename: string; size: number }> {
  const bytes = ctx.rawBody ?? new Uint8Array()
  const filename = plainFilename(given)
  await ctx.transaction((tx) => hit(tx, `upload:${ctx.ip}`, PER_HOUR, 3600))
  const contentType = contentTypeOf(filename, bytes)
  const sha256 = await ctx.storage.put(bytes)
  const id = await ctx.transaction((tx) => insertFile(tx, { sha256, filename, contentType, size: bytes.byteLength }))
  return { id, filename, size: bytes.byteLength }
}
