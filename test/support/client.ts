import type { AnswerOf, InputOf, Operation } from '#contract/operation.ts'
import type { Problem } from '#contract/problems.ts'

export interface RawAnswer {
  status: number
  headers: Headers
  text: string
  json: unknown
}

/** What a test may leave out: the empty parts. */
export type CallInput<O> = Partial<InputOf<O>>

/** A problem the server answered with; tests match on `code` and `fields`. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(`${status} ${problem?.code}: ${problem?.detail} ${JSON.stringify(problem?.fields ?? '')}`)
  }
  get code() {
    return this.problem.code
  }
}

/** Somebody with a browser's cookies (or a token) in front of the real HTTP server. */
export class Client {
  private readonly jar = new Map<string, string>()
  constructor(
    readonly baseUrl: string,
    readonly token: string | null = null,
  ) {}

  /** Takes over a browser's cookie. */
  adopt(name: string, value: string) {
    this.jar.set(name, value)
  }

  cookies(): { name: string; value: string }[] {
    return [...this.jar].map(([name, value]) => ({ name, value }))
  }

  /** @throws ProblemError when the answer is not the operation's own */
  async call<O extends Operation>(operation: O, input: CallInput<O> = {}, headers: Record<string, string> = {}): Promise<AnswerOf<O>> {
    const answer = await this.try(operation, input, headers)
    if (answer.status !== operation.status) throw new ProblemError(answer.status, answer.json as Problem)
    return answer.json as AnswerOf<O>
  }

  async try<O extends Operation>(operation: O, input: CallInput<O> = {}, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const body = operation.method === 'GET' ? undefined : JSON.stringify(input.body ?? {})
    const answer = await this.request(operation.method, `/api/v1${pathOf(operation.path, input)}`, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, body)
    mustDeclare(operation, answer)
    return answer
  }

  async request(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array | FormData | URLSearchParams): Promise<RawAnswer> {
    const cookie = [...this.jar].map(([k, v]) => `${k}=${v}`).join('; ')
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(cookie ? { cookie } : {}), ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...headers },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    })
    for (const line of response.headers.getSetCookie()) this.keep(line)
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') && text ? (JSON.parse(text) as unknown) : null
    return { status: response.status, headers: response.headers, text, json }
  }

  private keep(line: string) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value === '' || /max-age=0/i.test(line)) this.jar.delete(name)
    else this.jar.set(name, value)
  }
}

/** What any operation may answer; the rest stands in its contract, where a client's author finds it. */
const COMMON: readonly string[] = ['validation_failed', 'sign_in_required', 'forbidden', 'not_found', 'cross_site', 'idempotency_key_reused', 'too_many_requests', 'internal']

function mustDeclare(operation: Operation, { json }: RawAnswer) {
  const code = (json as { code?: unknown } | null)?.code
  if (typeof code !== 'string' || COMMON.includes(code) || operation.problems.includes(code)) return
  throw new Error(`${operation.method} ${operation.path} answered ${code}, which its contract does not name`)
}

function pathOf(template: string, input: { params?: unknown; query?: unknown }): string {
  const params = (input.params ?? {}) as Record<string, string>
  const path = template.replaceAll(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const query = new URLSearchParams(Object.entries((input.query ?? {}) as Record<string, string>).map(([k, v]) => [k, String(v)])).toString()
  return query ? `${path}?${query}` : path
}
