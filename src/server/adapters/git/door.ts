/** The gateway's side of the door: what people without git send and ask for, brought by our own web process. */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gateway } from './context.ts'
import { answerText } from './http.ts'
import { checkedSha, repoPath } from './layout.ts'
import { endGroup, startGit } from './run.ts'
import { receiveImport } from './upload/receive-import.ts'
import { receiveUpload } from './upload/receive-upload.ts'

/** Not below `/git/`, which is all that is passed on from outside. */
const DOOR = /^\/door\/(upload|import|archive)\/([a-z0-9]{26})(?:\/([0-9a-f]{40})\/([a-z0-9-]{1,60}))?$/

export function isDoor(req: IncomingMessage): boolean {
  return req.url?.startsWith('/door/') ?? false
}

export async function answerDoor(gateway: Gateway, key: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, act, repoId = '', commit, folder = ''] = DOOR.exec(req.url ?? '') ?? []
  if (!act || !holdsKey(req, key)) return answerText(res, 404, 'There is nothing at this address.')
  if (act === 'upload') return receiveUpload(gateway, req, res, repoId)
  if (act === 'import') return receiveImport(gateway, req, res, repoId)
  return sendArchive(gateway, res, { repoId, commit: checkedSha(commit ?? ''), folder })
}

function holdsKey(req: IncomingMessage, key: string): boolean {
  const [shown, wanted] = [Buffer.from(req.headers.authorization ?? ''), Buffer.from(`Bearer ${key}`)]
  return shown.length === wanted.length && timingSafeEqual(shown, wanted)
}

/** Every file as it is: attributes in the tree neither leave out nor rewrite any (`info/attributes`). */
async function sendArchive(gateway: Gateway, res: ServerResponse, a: { repoId: string; commit: string; folder: string }): Promise<void> {
  const { git, slots, limits, children } = gateway
  await slots.run({ key: a.repoId, perKey: limits.fetchesPerRepo }, async () => {
    const args = [`--git-dir=${repoPath(git.reposDir, a.repoId)}`, 'archive', '--format=zip', `--prefix=${a.folder}/`, a.commit]
    const child = startGit(git, args, ['ignore', 'pipe', 'ignore'], { limited: true })
    children.add(child)
    const wall = setTimeout(() => endGroup(child), limits.uploadWallMs)
    res.once('close', () => child.exitCode ?? endGroup(child))
    res.writeHead(200, { 'Content-Type': 'application/zip' })
    child.stdout?.pipe(res, { end: false })
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', () => resolve(null))
      child.once('close', resolve)
    })
    clearTimeout(wall)
    children.delete(child)
    // Half a zip must not look like a whole one.
    if (code === 0) res.end()
    else res.destroy()
  })
}
