/** The gateway's end of file descriptor 3: hears what git's hooks were told, and answers them. */
import type { Duplex } from 'node:stream'
import type { RefUpdate, Verdict } from './port.ts'

export interface HookCall {
  hook: string
  /** Where the new objects are until they are accepted; empty where there are none. */
  quarantine: string
  updates: RefUpdate[]
}

/**
 * Answers each hook that calls. A rejected `answer` refuses. `settled` resolves when no answer is being worked on,
 * whether or not the hook still listens.
 */
export function serveHooks(channel: Duplex, answer: (call: HookCall) => Promise<Verdict>): { settled(): Promise<void> } {
  let pending = Promise.resolve()
  let buffered = ''
  channel.on('error', () => {})
  channel.setEncoding('utf8')
  channel.on('data', (text: string) => {
    buffered += text
    for (let end = endOfCall(buffered); end > 0; end = endOfCall(buffered)) {
      const call = parseCall(buffered.slice(0, end))
      buffered = buffered.slice(end)
      pending = pending.then(() => reply(channel, call, answer))
    }
  })
  return { settled: () => pending }
}

function endOfCall(text: string): number {
  return text.indexOf('\n.\n') + 3 > 2 ? text.indexOf('\n.\n') + 3 : 0
}

async function reply(channel: Duplex, call: HookCall, answer: (call: HookCall) => Promise<Verdict>): Promise<void> {
  const verdict = await answer(call).catch((): Verdict => ({ accept: false, lines: [] }))
  if (channel.destroyed || !channel.writable) return
  const lines = verdict.lines.map((line) => `|${printable(line)}\n`)
  channel.write(`${lines.join('')}${verdict.accept ? 'OK' : 'NO'}\n`)
}

/** One line of a terminal: words of the candidate's may be in it, terminal commands may not. */
export function printable(line: string): string {
  return line.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')
}

function parseCall(text: string): HookCall {
  const [first = '', ...rest] = text.split('\n')
  const [, hook = '', quarantine = ''] = /^HOOK (\S+) (.*)$/.exec(first) ?? []
  const updates = rest.flatMap((line): RefUpdate[] => {
    const [, oldSha, newSha, ref] = /^([0-9a-f]{40}) ([0-9a-f]{40}) (.+)$/.exec(line) ?? []
    return oldSha && newSha && ref ? [{ oldSha, newSha, ref }] : []
  })
  return { hook, quarantine, updates }
}
