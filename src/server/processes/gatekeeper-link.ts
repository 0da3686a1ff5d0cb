/**
 * The gatekeeper at the other end of a process channel: it stays where the database is, and the gateway stays small enough
 * to start git quickly.
 */
import type { Gatekeeper, PushedTip, RefUpdate } from '#server/adapters/git/port.ts'

type Method = keyof Gatekeeper

interface Call {
  call: number
  method: Method
  args: unknown[]
}

interface Answer {
  answer: number
  value?: unknown
  /** In words; the trace stays with whoever failed. */
  failed?: string
}

/** Milliseconds of a clock that all processes of this machine share and nobody sets. */
function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

type FirstByte = Parameters<Gatekeeper['firstByte']>[0]
/** How old a first byte is can't be sent; when it came can. */
type SentFirstByte = Omit<FirstByte, 'age'> & { at: number }

const packed = ({ age, ...rest }: FirstByte): SentFirstByte => ({ ...rest, at: monotonic() - age() })
const unpacked = ({ at, ...rest }: SentFirstByte): FirstByte => ({ ...rest, age: () => monotonic() - at })

type WholePush = Parameters<Gatekeeper['decideAtOnce']>[0]
type SentWholePush = Omit<WholePush, 'age' | 'lastAge'> & { at: number; lastAt: number }

const packedWhole = ({ age, lastAge, ...rest }: WholePush): SentWholePush => ({ ...rest, at: monotonic() - age(), lastAt: monotonic() - lastAge() })
const unpackedWhole = ({ at, lastAt, ...rest }: SentWholePush): WholePush => ({ ...rest, age: () => monotonic() - at, lastAge: () => monotonic() - lastAt })

export interface Channel {
  send(message: object): void
  onMessage(hear: (message: unknown) => void): void
}

/** Asks the gatekeeper at the other end. What is still unanswered when the channel closes stays so: this process ends then. */
export function gatekeeperOver(channel: Channel): Gatekeeper {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  let calls = 0
  channel.onMessage((message) => {
    const { answer, value, failed } = message as Answer
    const asked = waiting.get(answer)
    if (!asked) return
    waiting.delete(answer)
    if (failed === undefined) asked.resolve(value as never)
    else asked.reject(new Error(failed))
  })
  const ask = <M extends Method>(method: M) => (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, { resolve, reject })
      channel.send({ call: calls, method, args } satisfies Call)
    }) as ReturnType<Gatekeeper[M]>
  return {
    authorize: ask('authorize'),
    firstByte: (a) => ask('firstByte')(packed(a)),
    lastByte: ask('lastByte'),
    decide: ask('decide'),
    decideAtOnce: (whole, updates, tips) => ask('decideAtOnce')(packedWhole(whole), updates, tips),
    applied: ask('applied'),
    abandoned: ask('abandoned'),
    fetched: ask('fetched'),
  }
}

export interface Answering {
  /** Resolves when nothing that was asked is being worked on any more. */
  settled(): Promise<void>
}

/** Answers, from where the database is, what is asked over the channel. */
export function answerOver(channel: Channel, keeper: Gatekeeper, log: (error: unknown) => void): Answering {
  const working = new Set<Promise<void>>()
  const answer = async ({ call, method, args }: Call) => {
    try {
      channel.send({ answer: call, value: await act(keeper, method, args) } satisfies Answer)
    } catch (error) {
      log(error)
      channel.send({ answer: call, failed: error instanceof Error ? error.message : String(error) } satisfies Answer)
    }
  }
  channel.onMessage((message) => {
    const call = message as Partial<Call>
    if (call.call === undefined) return
    const work = answer(call as Call).finally(() => working.delete(work))
    working.add(work)
  })
  return { settled: async () => void (await Promise.all(working)) }
}

function act(keeper: Gatekeeper, method: Method, args: unknown[]): Promise<unknown> {
  // Both ends are one version of this program: what `gatekeeperOver` sent has the types of the port.
  if (method === 'firstByte') return keeper.firstByte(unpacked(args[0] as SentFirstByte))
  if (method === 'decideAtOnce') return keeper.decideAtOnce(unpackedWhole(args[0] as SentWholePush), args[1] as RefUpdate[], args[2] as PushedTip[])
  const run = keeper[method] as (...a: unknown[]) => Promise<unknown>
  return run(...args)
}
