/** Running git receive-pack over a spooled push, and answering its hooks. */
import type { ChildProcess } from 'node:child_process'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import type { Gateway } from './context.ts'
import type { Git } from './environment.ts'
import { type HookCall, serveHooks } from './hook-channel.ts'
import { inspectPush } from './inspect.ts'
import { repoPath } from './layout.ts'
import { type PushHead, refusal } from './pkt-line.ts'
import type { PushedTip, PushStamp, RefUpdate, RepoAccess, Verdict } from './port.ts'
import { effective, keepTips, withForced } from './refs.ts'
import { endGroup, startGit } from './run.ts'
import type { SpooledBody } from './spool.ts'

export interface Push {
  access: RepoAccess
  body: SpooledBody
  head: PushHead
  stamp: PushStamp
}

/** Where git's own answer goes; whoever was to read it may have left. */
export interface PushAnswer {
  begin(): void
  write(chunk: Buffer): void
  end(): void
}

/** What has happened to a push so far. */
export interface Progress {
  /** Set when the gatekeeper accepted: from then on refs may change. */
  accepted?: RefUpdate[]
  tips: PushedTip[]
  applied: boolean
  /** Why it was refused, for the log. */
  reason: string
}

/** Runs a push to its end, also when the client has left meanwhile: all its bytes are here. */
export async function runReceivePack(gateway: Gateway, answer: PushAnswer, push: Push): Promise<void> {
  const repo = repoPath(gateway.git.reposDir, push.access.repoId)
  const progress: Progress = { applied: false, tips: [], reason: 'git refused it' }
  const args = ['-c', `receive.maxInputSize=${gateway.limits.pushBytes}`, 'receive-pack', '--stateless-rpc', repo]
  const child = startGit(gateway.git, args, [(await push.body.file()).fd, 'pipe', 'pipe', 'pipe'], { limited: true })
  gateway.children.add(child)
  const channel = channelOf(child)
  const hooks = channel && serveHooks(channel, (call) => answerHook(gateway, repo, push, progress, call))
  answer.begin()
  const killed = await relay(gateway, child, answer)
  gateway.children.delete(child)
  if (killed) await removeQuarantines(repo)
  await hooks?.settled()
  const effect = progress.applied ? true : await conclude(gateway, repo, push, progress)
  // Whoever was cut off reads why, unless refs have changed: then silence is the honest answer, and a fetch tells.
  if (killed && !effect) answer.write(refusal(push.head, CUT_OFF, 'took too long'))
  answer.end()
}

const CUT_OFF = ['Our server took too long over your push and gave up. Nothing was changed. Please push again.']

/** Undefined when the process could not be started; `relay` then learns of the error. */
function channelOf(child: ChildProcess): Duplex | undefined {
  // Node leaves `stdio` unset when the machine is out of processes or files, and types only its first three entries.
  const stdio = child.stdio as ChildProcess['stdio'] | undefined
  return (stdio?.[3] ?? undefined) as Duplex | undefined
}

/** Passes git's answer on until git has ended. True when it had to be ended. */
function relay(gateway: Gateway, child: ChildProcess, answer: PushAnswer): Promise<boolean> {
  return new Promise((resolve) => {
    let complaint = ''
    child.stdout?.on('data', (chunk: Buffer) => answer.write(chunk))
    child.stderr?.on('data', (chunk) => (complaint = (complaint + String(chunk)).slice(-2_000)))
    const wall = setTimeout(() => endGroup(child), gateway.limits.receiveWallMs)
    const end = (killed: boolean) => {
      clearTimeout(wall)
      if (complaint) gateway.log.warn({ complaint }, 'receive-pack complained')
      resolve(killed)
    }
    child.once('error', () => end(true))
    child.once('close', (code, signal) => end(signal !== null || code === null))
  })
}

async function answerHook(
  gateway: Gateway,
  repo: string,
  push: Push,
  progress: Progress,
  call: HookCall,
): Promise<Verdict> {
  try {
    if (call.hook === 'pre-receive') return await preReceive(gateway, repo, push, progress, call)
    if (call.hook === 'post-receive') return await postReceive(gateway, repo, push, progress, call.updates)
    throw new Error(`An unknown hook: ${call.hook}`)
  } catch (error) {
    gateway.log.error({ err: error, repoId: push.access.repoId, pushId: push.stamp.pushId }, `${call.hook} failed`)
    progress.reason = 'our server failed'
    return { accept: false, lines: ['Our server could not finish this. Please push again; if it stays so, write to us.'] }
  }
}

async function preReceive(
  gateway: Gateway,
  repo: string,
  push: Push,
  progress: Progress,
  call: HookCall,
): Promise<Verdict> {
  const { problems, tips } = await inspectPush(gateway.git, repo, call)
  if (problems.length > 0) {
    progress.reason = problems.join(' ')
    return { accept: false, lines: ['Your push was not accepted. Nothing was changed.', ...problems] }
  }
  progress.tips = tips
  const verdict = await gateway.gatekeeper.decide(push.stamp, call.updates, tips)
  if (verdict.accept) progress.accepted = call.updates
  else progress.reason = verdict.lines[0] ?? 'refused'
  return verdict
}

/** Only here may "received" be said: refs have changed. */
async function postReceive(
  gateway: Gateway,
  repo: string,
  push: Push,
  progress: Progress,
  updates: RefUpdate[],
): Promise<Verdict> {
  await keepTips(repo, push.stamp, updates)
  const lines = await gateway.gatekeeper.applied(push.stamp, await withForced(gateway.git, repo, updates, progress.tips))
  progress.applied = true
  return { accept: true, lines: [...lines, ...elsewhere(push.access, updates)] }
}

export function elsewhere({ branch }: RepoAccess, updates: RefUpdate[]): string[] {
  if (updates.some(({ ref }) => ref === `refs/heads/${branch}`)) return []
  const names = updates.map(({ ref }) => ref.replace(/^refs\/(heads|tags)\//, '')).join(', ')
  return [`Note: this went to ${names}; only ${branch} is submitted.`]
}

/**
 * git ended without telling that refs have changed. They may have: post-receive can fail, and its process can be ended.
 * What the refs say decides. Returns whether any had changed.
 */
export async function conclude(gateway: Gateway, repo: string, push: Pick<Push, 'access' | 'stamp'>, progress: Progress): Promise<boolean> {
  const { gatekeeper, git, log } = gateway
  try {
    const updates = progress.accepted ? await effective(git, repo, progress.accepted) : []
    if (updates.length === 0) {
      await gatekeeper.abandoned(push.stamp, progress.reason)
      return false
    }
    await keepTips(repo, push.stamp, updates)
    await gatekeeper.applied(push.stamp, await withForced(git, repo, updates, progress.tips))
    return true
  } catch (error) {
    log.error({ err: error, repoId: push.access.repoId, pushId: push.stamp.pushId }, 'the end of a push is not noted')
    return progress.accepted !== undefined
  }
}

/** A receive-pack that was ended hard leaves its quarantine. Pushes to one repository run one at a time: it is nobody's. */
export async function removeQuarantines(repo: string): Promise<void> {
  const objects = path.join(repo, 'objects')
  const names = await readdir(objects).catch((): string[] => [])
  const left = names.filter((name) => name.startsWith('tmp_objdir-'))
  await Promise.all(left.map((name) => rm(path.join(objects, name), { recursive: true, force: true })))
}

/** Packs only: nothing else grows here. 0 where there is no repository: git will say so. */
export async function repositoryBytes(git: Git, repoId: string): Promise<number> {
  const packs = path.join(repoPath(git.reposDir, repoId), 'objects', 'pack')
  const all = await readdir(packs).catch((): string[] => [])
  const names = all.filter((name) => name.endsWith('.pack'))
  const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(packs, name))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
