/** The web process's side of the door into the gateway. */
import { randomBytes } from 'node:crypto'
import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream'
import { DoorClosedError, type GitDoor, type Upload, type UploadOutcome } from './port.ts'
import { ABOUT_HEADER, type About, type AskedImport } from './upload/about.ts'

export type DoorAddress = { socketPath: string } | { port: number; host: string }

export interface OpenedDoor extends GitDoor {
  /** Shown by us, known to the gateway. */
  key: string
  /** Says where the gateway is; null while it is away. */
  leadTo(address: () => DoorAddress | null): void
}

export function openDoor(): OpenedDoor {
  const key = randomBytes(32).toString('base64url')
  let where: () => DoorAddress | null = () => null
  const knock = (method: string, path: string, headers: Record<string, string> = {}) => {
    const address = where()
    if (!address) throw new DoorClosedError('The gateway is away')
    return request({ ...address, method, path, headers: { ...headers, authorization: `Bearer ${key}` } })
  }
  return {
    key,
    leadTo: (address) => void (where = address),
    async upload(u) {
      const outgoing = knock('POST', `/door/upload/${u.repoId}`, { 'content-type': u.contentType, [ABOUT_HEADER]: aboutOf(u) })
      const answered = answerOf(outgoing)
      // Whichever end breaks, the other learns of it; the answer's own promise tells which.
      pipeline(u.body, outgoing, () => {})
      return JSON.parse(await textOf(await answered)) as UploadOutcome
    },
    async importRemote({ repoId, ...asked }) {
      const outgoing = knock('POST', `/door/import/${repoId}`)
      const answered = answerOf(outgoing)
      // Over a socket that only the two of us can reach: a command line or a table would be there for others to read.
      outgoing.end(JSON.stringify({ ...asked, at: asked.at.toISOString() } satisfies AskedImport))
      return JSON.parse(await textOf(await answered)) as UploadOutcome
    },
    async archive({ repoId, commit, folder }) {
      const outgoing = knock('GET', `/door/archive/${repoId}/${commit}/${folder}`)
      const answered = answerOf(outgoing)
      outgoing.end()
      return answered
    },
  }
}

function aboutOf({ author, message, at, ip, pusher, age }: Upload): string {
  const about: About = { author, message, at: at.toISOString(), ip, pusher, ageMs: Math.round(age()) }
  return Buffer.from(JSON.stringify(about)).toString('base64url')
}

function answerOf(outgoing: ReturnType<typeof request>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('error', (error) => reject(new DoorClosedError(error.message)))
    outgoing.once('response', (answer) => {
      if (answer.statusCode === 200) return resolve(answer)
      answer.resume()
      reject(new DoorClosedError(`The gateway answered ${answer.statusCode}`))
    })
  })
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of answer) chunks.push(chunk)
  } catch (error) {
    throw new DoorClosedError(String(error))
  }
  return Buffer.concat(chunks).toString()
}
