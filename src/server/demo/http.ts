import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'

/** Somebody in the demo, acting over the real HTTP API with a browser's cookies. */
export class Person {
  private readonly jar = new Map<string, string>()
  constructor(private readonly url: string) {}

  /** @throws Error with the server's own words when it refuses */
  async call<O extends Operation>(operation: O, input: Partial<InputOf<O>> = {}): Promise<AnswerOf<O>> {
    const params = (input.params ?? {}) as Record<string, string>
    const path = operation.path.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: operation.method,
      headers: { cookie: [...this.jar].map(([k, v]) => `${k}=${v}`).join('; '), 'content-type': 'application/json' },
      ...(operation.method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) }),
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    const text = await response.text()
    if (response.status !== operation.status) throw new Error(`${operation.method} ${path}: ${text}`)
    // The contract checked this answer before it left the server.
    return JSON.parse(text) as AnswerOf<O>
  }

  private keep(line: string) {
    const pair = line.split(';')[0] ?? ''
    const at = pair.indexOf('=')
    this.jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

/** Asks until the answer is there; mail and timers take a moment. */
export async function until<T>(ask: () => Promise<T | null | undefined>, seconds = 30): Promise<T> {
  for (let i = 0; i < seconds * 10; i++) {
    const answer = await ask()
    if (answer) return answer
    await sleep(100)
  }
  throw new Error('Waited too long')
}
