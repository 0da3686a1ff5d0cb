import type { GitLog } from '#server/adapters/git/context.ts'
import { startGitServer } from '#server/adapters/git/server.ts'
import { type Channel, gatekeeperOver } from './gatekeeper-link.ts'
import type { GitChildLog, GitChildReady, GitChildStart } from './git.ts'

/**
 * The git gateway's own process: started by `startGitProcess`, and gone when the channel to it closes. It knows git and HTTP
 * and nothing else: starting git costs time in proportion to the starter's memory.
 */
process.once('message', (message) => {
  // Our own parent's first message.
  serve(message as GitChildStart).catch((error: unknown) => {
    process.stderr.write(`The git gateway could not be started: ${String(error)}\n`)
    process.exit(1)
  })
})

const channel: Channel = {
  send: (message) => void process.send?.(message, () => {}),
  onMessage: (hear) => void process.on('message', hear),
}

async function serve({ reposDir, spoolDir, pushBytes, listen, doorKey }: GitChildStart) {
  // On a port the parent is the only one who can be asked for the address of the client.
  const clientIp = 'port' in listen ? { clientIp: forwardedFor } : {}
  const server = await startGitServer({ listen, reposDir, spoolDir, gatekeeper: gatekeeperOver(channel), log: parentsLog, doorKey, limits: { pushBytes }, ...clientIp })
  channel.send({ ready: true, port: server.port } satisfies GitChildReady)
  // Ctrl-C reaches every process of a terminal: the parent decides when we end.
  process.on('SIGINT', () => {})
  const end = async () => {
    await server.close()
    process.exit(0)
  }
  process.once('disconnect', () => void end())
  // The parent may have gone while we were starting.
  if (!process.connected) await end()
}

const parentsLog: GitLog = { info: logger('info'), warn: logger('warn'), error: logger('error') }

function logger(level: GitChildLog['log']) {
  return (fields: object, message: string) => channel.send({ log: level, fields: sendable(fields), message } satisfies GitChildLog)
}

/** Errors lose their words in a message. */
function sendable(fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? { message: value.message, stack: value.stack } : value]))
}

function forwardedFor(req: { headers: NodeJS.Dict<string | string[]> }): string {
  return String(req.headers['x-forwarded-for'] ?? 'local').split(',').at(-1)?.trim() ?? 'local'
}
