import { type StarterPart, starterOps } from '#contract/starters.ts'
import type { Context } from '#server/platform/context.ts'
import { on, onOuter, type RequestContext } from '#server/platform/feature.ts'
import { acceptVersion, tryVersionAgain } from './accept-version.ts'
import { changeStarter, deleteStarter } from './change-starter.ts'
import { createStarter } from './create-starter.ts'
import { createStarterToken } from './create-starter-token.ts'
import { importStarter, sourceOf } from './import-starter.ts'
import { downloadVersion, getVersionDiff, getVersionFile, listVersionChanges, listVersionFiles } from './read-version.ts'
import { showStarter, showStarters, showVersion } from './show-starter.ts'
import { uploadPart } from './upload-part.ts'

const shown = (ctx: Context, id: string) => ctx.transaction((tx) => showStarter(tx, ctx, id))

async function upload(ctx: RequestContext, id: string, part: StarterPart) {
  await uploadPart(ctx, id, part)
  return shown(ctx, id)
}

export const teamRoutes = [
  on(starterOps.listStarters, async (tx) => ({ items: await showStarters(tx) })),
  onOuter(starterOps.createStarter, async (ctx, { body }) => shown(ctx, await createStarter(ctx, body))),
  on(starterOps.getStarter, (tx, { params }, ctx) => showStarter(tx, ctx, params.id)),
  on(starterOps.changeStarter, async (tx, { params, body }, ctx) => {
    await changeStarter(tx, params.id, body)
    return showStarter(tx, ctx, params.id)
  }),
  onOuter(starterOps.deleteStarter, async (ctx, { params }) => {
    await deleteStarter(ctx, params.id)
    return { ok: true as const }
  }),
  onOuter(starterOps.importStarter, async (ctx, { params, body }) => {
    await importStarter(ctx, params.id, sourceOf(body, ctx.config.importOrigins, 'body.url'))
    return shown(ctx, params.id)
  }),
  on(starterOps.createStarterToken, (tx, { params }, ctx) => createStarterToken(tx, ctx, params.id)),
  onOuter(starterOps.uploadStarterFiles, (ctx, { params }) => upload(ctx, params.id, 'files')),
  onOuter(starterOps.uploadStarterChecks, (ctx, { params }) => upload(ctx, params.id, 'checks')),
  on(starterOps.getStarterVersion, (tx, { params }) => showVersion(tx, params.id, params.number)),
  on(starterOps.tryStarterVersion, async (tx, { params }) => {
    await tryVersionAgain(tx, params.id, params.number)
    return showVersion(tx, params.id, params.number)
  }),
  on(starterOps.acceptStarterVersion, async (tx, { params, body }) => {
    await acceptVersion(tx, params.id, params.number, body.reason)
    return showVersion(tx, params.id, params.number)
  }),
  onOuter(starterOps.listStarterFiles, (ctx, { params, query }) => listVersionFiles(ctx, params, query)),
  onOuter(starterOps.getStarterFile, (ctx, { params, query }) => getVersionFile(ctx, params, query)),
  onOuter(starterOps.listStarterChanges, (ctx, { params, query }) => listVersionChanges(ctx, params, query)),
  onOuter(starterOps.getStarterDiff, (ctx, { params, query }) => getVersionDiff(ctx, params, query)),
  onOuter(starterOps.downloadStarterVersion, (ctx, { params, query }) => downloadVersion(ctx, params, query)),
]
