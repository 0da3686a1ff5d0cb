import { startGitServer } from '#server/adapters/git/server.ts'
import { createGatekeeper, reconcilePushes } from '#server/features/assignments/index.ts'
import { wireFeatures } from '#server/features/index.ts'
import { openContext, placesOf } from '#server/open-context.ts'
import type { GitChildReady, GitChildStart } from './git.ts'

const POOL_SIZE = 8

/** The git gateway's own process: started by `startGitProcess`, and gone when the channel to it closes. */
process.once('message', (message) => {
  // Our own parent's first message.
  serve(message as GitChildStart).catch((error: unknown) => {
    process.stderr.write(`The git gateway could not be started: ${String(error)}\n`)
    process.exit(1)
  })
})

async function serve({ config, connection, listen }: GitChildStart) {
  wireFeatures()
  const { ctx, close } = openContext(config, { connection, poolSize: POOL_SIZE, role: 'git' })
  const places = placesOf(config.dataDir)
  await reconcilePushes(ctx)
  // On a port the parent is the only one who can be asked for the address of the client.
  const clientIp = 'port' in listen ? { clientIp: forwardedFor } : {}
  const server = await startGitServer({ listen, reposDir: places.repos, spoolDir: places.spool, gatekeeper: createGatekeeper(ctx), log: ctx.log, limits: { pushBytes: config.gitPushBytes }, ...clientIp })
  const ready: GitChildReady = { ready: true, port: server.port }
  process.send?.(ready)
  // Ctrl-C reaches every process of a terminal: the parent decides when we end.
  process.on('SIGINT', () => {})
  const end = async () => {
    await server.close()
    await close()
    process.exit(0)
  }
  process.once('disconnect', () => void end())
  // The parent may have gone while we were starting.
  if (!process.connected) await end()
}

function forwardedFor(req: { headers: NodeJS.Dict<string | string[]> }): string {
  return String(req.headers['x-forwarded-for'] ?? 'local').split(',').at(-1)?.trim() ?? 'local'
}
