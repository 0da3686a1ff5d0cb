import { EventEmitter } from 'node:events'
import type { Plugin } from 'vitest/config'
import { type PoolOptions, type PoolWorker, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node'

/** `COLD=1` gives every mutant a worker of its own, to see whether the same are noticed. */
const COLD = process.env['COLD'] === '1'

/** The one worker of this process that stays, with everything it has loaded. */
let kept: ThreadsPoolWorker | null = null

/**
 * Vitest ends its workers after each run, and loading the program takes longer than most tests. A mutant is switched on by a number
 * while the program runs, so the next one can go on with what is loaded; a mutant in what runs when a module is loaded cannot, and
 * gets a worker of its own.
 */
export function warmPool(): Plugin {
  return {
    name: 'warm-pool',
    configureVitest: ({ project }) => {
      // The pool of Stryker's own choice is set by then.
      Object.assign(project.config, { pool: 'warm', poolRunner: { name: 'warm', createPoolWorker: warmWorker } })
    },
  }
}

function warmWorker(o: PoolOptions): PoolWorker {
  const { mode, mutantActivation } = o.project.getProvidedContext()
  const alone = COLD || (mode === 'mutant' && mutantActivation === 'static')
  return alone ? named(new ThreadsPoolWorker(o)) : new WarmWorker(o)
}

function named(worker: ThreadsPoolWorker): PoolWorker {
  return Object.assign(worker, { name: 'warm' })
}

/** To vitest a worker that starts and stops; behind it is always the same one, which sees one start and no stop. */
class WarmWorker implements PoolWorker {
  readonly name = 'warm'
  readonly cacheFs = false
  readonly #o: PoolOptions
  readonly #own = new EventEmitter()
  readonly #heard: [event: string, heard: (arg: unknown) => void][] = []
  #fresh = false
  /** Of this run: which tests are asked is part of it, and the worker would go on with that of its first run. */
  #config: unknown

  constructor(o: PoolOptions) {
    this.#o = o
  }

  on(event: string, heard: (arg: unknown) => void) {
    this.#heard.push([event, heard])
    this.#own.on(event, heard)
    kept?.on(event, heard)
  }

  off(event: string, heard: (arg: unknown) => void) {
    this.#own.off(event, heard)
    kept?.off(event, heard)
  }

  async start() {
    if (kept) return
    const begun = new ThreadsPoolWorker(this.#o)
    await begun.start()
    begun.on('exit', () => (kept = null))
    kept = begun
    this.#fresh = true
  }

  send(message: WorkerRequest) {
    if (isAbout(message, 'stop')) return this.#answer('stopped')
    if (isAbout(message, 'start')) this.#config = message.context.config
    if (isAbout(message, 'start') && !this.#fresh) return this.#answer('started')
    kept?.send(isAbout(message, 'run') ? withConfig(message, this.#config) : message)
  }

  #answer(type: 'started' | 'stopped') {
    setImmediate(() => this.#own.emit('message', { type, __vitest_worker_response__: true }))
  }

  stop() {
    for (const [event, heard] of this.#heard) kept?.off(event, heard)
    this.#own.removeAllListeners()
    return Promise.resolve()
  }

  deserialize(data: unknown) {
    return data
  }
}

function isAbout<T extends WorkerRequest['type']>(message: WorkerRequest, type: T): message is Extract<WorkerRequest, { type: T }> {
  return '__vitest_worker_request__' in message && message.type === type
}

/** What a run brings along goes before what the start has brought. */
function withConfig(message: Extract<WorkerRequest, { type: 'run' }>, config: unknown): WorkerRequest {
  const context = { ...message.context, config }
  return { ...message, context }
}
