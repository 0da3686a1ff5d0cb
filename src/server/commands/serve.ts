import { type Running, start } from '#server/main.ts'
import { readConfig } from '#server/platform/config.ts'

/** `handiwork serve`: starts, says where, and stays until told to stop. */
export async function serve(): Promise<void> {
  const began = performance.now()
  const running = await start(readConfig(process.env), say)
  stopOnSignals(running)
  const took = `(${((performance.now() - began) / 1000).toFixed(1)} s)`
  say(running.ctx.config.role === 'worker' ? `\nHandiwork's worker runs  ${took}` : `\nHandiwork serves on ${running.url}  ${took}`)
  if (running.setupLink) say(`Make the first owner with this one-time link:\n  ${running.setupLink}`)
  say('Stop with Ctrl-C.')
}

export function say(line: string) {
  process.stdout.write(`${line}\n`)
}

/** Ctrl-C and SIGTERM end cleanly: what runs is finished, then the database stops. Repeats are harmless. */
export function stopOnSignals(running: Running) {
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    say('Stopping…')
    void running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
