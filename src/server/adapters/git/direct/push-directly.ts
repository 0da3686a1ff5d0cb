/** An ordinary push, taken in by ourselves: the same order of things as with git, without starting it. See the decision 027. */
import type { Gateway } from '../context.ts'
import { printable } from '../hook-channel.ts'
import { repoPath } from '../layout.ts'
import { acceptance, type PushHead, refusal } from '../pkt-line.ts'
import type { PushStamp, RepoAccess, Verdict } from '../port.ts'
import type { Stamping } from '../stamping.ts'
import { conclude, elsewhere, type Progress, type PushAnswer } from '../receive-pack.ts'
import { keepTips } from '../refs.ts'
import type { SpooledBody } from '../spool.ts'
import { type PackAside, writeAside } from './keep-pack.ts'
import { type HeldRef, holdRef } from './move-ref.ts'
import { type Understood, understand } from './understand.ts'

export interface DirectPush {
  access: RepoAccess
  ip: string
  body: SpooledBody
  head: PushHead
  stamping: Stamping
}

/** Runs with the repository's slot. False, with nothing done, for whatever is not an ordinary push on top of its branch. */
export async function pushDirectly(gateway: Gateway, answer: PushAnswer, push: DirectPush): Promise<boolean> {
  const repo = repoPath(gateway.git.reposDir, push.access.repoId)
  const known = understood(gateway, repo, push)
  const held = known && (await holdRef(repo, known.update.ref, known.update.oldSha))
  if (!held) return false
  try {
    const said = await decideAndMove(gateway, repo, push, known, held)
    answer.begin()
    answer.write(said)
    answer.end()
    return true
  } finally {
    await held.release()
  }
}

function understood(gateway: Gateway, repo: string, { head, body }: DirectPush): Understood | undefined {
  try {
    return body.whole && understand(repo, head, body.whole)
  } catch (error) {
    // A pack may be tidied away while it is read; git looks again.
    gateway.log.info({ err: error }, 'a push is left to git')
    return undefined
  }
}

/** Nothing shows before the gatekeeper has accepted. @returns what the client is told */
async function decideAndMove(gateway: Gateway, repo: string, push: DirectPush, known: Understood, held: HeldRef): Promise<Buffer> {
  const [ruled, written] = await Promise.allSettled([rule(gateway, push, known), writeAside(repo, known)])
  const aside = written.status === 'fulfilled' ? written.value : undefined
  try {
    if (ruled.status === 'rejected') return notNoted(gateway, push, ruled.reason)
    const { stamp, verdict } = ruled.value
    if (verdict.accept) return await move(gateway, repo, { ...push, stamp }, { known, held, aside, why: written })
    await conclude(gateway, repo, { access: push.access, stamp }, { tips: [], applied: false, reason: verdict.lines[0] ?? 'refused' })
    return refusal(push.head, verdict.lines.map(printable), DECLINED)
  } finally {
    await aside?.drop()
  }
}

/** The words git has for what a hook refused. */
const DECLINED = 'pre-receive hook declined'

/** Everything in one question, unless the first byte has been stamped already. */
async function rule({ gatekeeper }: Gateway, { access, ip, body, stamping }: DirectPush, { update, tip }: Understood): Promise<{ stamp: PushStamp; verdict: Verdict }> {
  const age = stamping.claim()
  if (age) {
    const lastAge = () => Math.max(0, age() - body.elapsedMs)
    const { pushId, verdict } = await gatekeeper.decideAtOnce({ repoId: access.repoId, ip, pusher: access.pusher, bytes: body.bytes, age, lastAge }, [update], [tip])
    return { stamp: { pushId }, verdict }
  }
  const stamp = await stamping.now()
  if (!stamp) throw new Error('A push without a first byte')
  await gatekeeper.lastByte(stamp, { bytes: body.bytes })
  return { stamp, verdict: await gatekeeper.decide(stamp, [update], [tip]) }
}

async function notNoted(gateway: Gateway, { head, stamping }: DirectPush, reason: unknown): Promise<Buffer> {
  gateway.log.error({ err: reason }, 'a push could not be decided')
  const stamp = await stamping.asked()?.catch(() => undefined)
  if (stamp) await gateway.gatekeeper.abandoned(stamp, 'our server failed').catch(() => {})
  return refusal(head, NOT_NOTED, 'our server failed')
}

const NOT_NOTED = ['Nothing was changed.', 'Our server could not note your push. Please push again.']

interface Movable {
  known: Understood
  held: HeldRef
  aside: PackAside | undefined
  why: PromiseSettledResult<unknown>
}

/** From here on it is accepted: it ends as applied, or as abandoned if the branch is still where it was. */
async function move(gateway: Gateway, repo: string, push: DirectPush & { stamp: PushStamp }, { known, held, aside, why }: Movable): Promise<Buffer> {
  let moved = false
  const progress: Progress = { accepted: [known.update], tips: [known.tip], applied: false, reason: 'our server failed' }
  try {
    if (!aside) throw why.status === 'rejected' ? why.reason : new Error('No pack was written')
    await aside.keep()
    await held.move(known.update.newSha)
    moved = true
    await keepTips(repo, push.stamp, [known.update])
    const lines = await gateway.gatekeeper.applied(push.stamp, [{ ...known.update, forced: false }])
    return acceptance(push.head, [...lines, ...elsewhere(push.access, [known.update])].map(printable))
  } catch (error) {
    gateway.log.error({ err: error, repoId: push.access.repoId, pushId: push.stamp.pushId }, 'a push could not be finished')
    await held.release()
    await conclude(gateway, repo, push, progress)
    return moved ? acceptance(push.head, [NOT_LOGGED]) : refusal(push.head, NOT_NOTED, 'our server failed')
  }
}

const NOT_LOGGED = 'Our server could not finish this. Please push again; if it stays so, write to us.'
