/** A take-home's repository on somebody else's server: what is known of it, and what such a server can't promise. No I/O. */
import type { Hosting } from '#contract/assignments.ts'
import type { Capabilities, HostedRepo, ProviderPush } from '#server/adapters/providers/port.ts'
import { type Assignment, secondsBetween } from './assignment.ts'

export interface HostedRepository {
  assignmentId: string
  /** The candidate's account there. */
  login: string
  state: 'preparing' | 'ready' | 'inviting' | 'open'
  invitations: number
  /** null until it has been made. */
  made: HostedRepo | null
  invitationUrl: string | null
  problem: string
}

/** A webhook as it was kept: a sign that there is something to look at. */
export interface Delivery {
  deliveryId: string
  ref: string
  oldSha: string
  newSha: string
  arrivedAt: Date
}

/** How far a provider's record of pushes may lag behind: what it says now is everything until so long ago. */
export const SETTLE_SECONDS = 60
/** After so long without a line in the provider's record, a webhook itself says when its push was. */
const DOORBELL_SECONDS = 600

export interface NewPush extends ProviderPush {
  /** When its webhook reached us; null when we learned of it by asking. */
  arrivedAt: Date | null
}

/**
 * The pushes that are not in our log yet, oldest first; `listed` is the provider's record as it was `asked` for. Not `complete` while a webhook has told of a push that the
 * provider's record does not have yet: its time is still to come.
 */
export function newPushes(o: { listed: readonly ProviderPush[]; logged: ReadonlySet<string>; deliveries: readonly Delivery[]; starterCommit: string; asked: Date }): { pushes: NewPush[]; complete: boolean } {
  // What rang since then may well be in the next record, and who keeps ringing must not hold up the seal.
  const deliveries = o.deliveries.filter((d) => d.arrivedAt <= o.asked && o.deliveries.find((first) => isSame(first, d)) === d)
  const arrivals = (p: ProviderPush) => o.deliveries.find((d) => isSame(d, p))?.arrivedAt ?? null
  const recorded = o.listed.filter((p) => !isCreation(p, o.starterCommit)).map((p) => ({ ...p, arrivedAt: arrivals(p) }))
  const unrecorded = deliveries.filter((d) => !o.listed.some((p) => p.ref === d.ref && p.newSha === d.newSha))
  const [old, young] = [unrecorded.filter((d) => isOld(d, o.asked)), unrecorded.filter((d) => !isOld(d, o.asked))]
  const pushes = [...recorded, ...old.map(pushOf)].filter((p) => !o.logged.has(p.externalId))
  return { pushes: pushes.toSorted((x, y) => x.at.getTime() - y.at.getTime()), complete: young.length === 0 }
}

/** Not by its id alone: that is not part of what is signed, so the same webhook may be sent again under another. */
function isSame(x: Pick<Delivery, 'ref' | 'oldSha' | 'newSha'>, y: Pick<Delivery, 'ref' | 'oldSha' | 'newSha'>): boolean {
  return x.ref === y.ref && x.oldSha === y.oldSha && x.newSha === y.newSha
}

/** The first commit came with the template, not with a push. */
function isCreation(p: ProviderPush, starterCommit: string): boolean {
  return p.newSha === starterCommit && /^0+$/.test(p.oldSha)
}

function isOld(d: Delivery, now: Date): boolean {
  return secondsBetween(d.arrivedAt, now) > DOORBELL_SECONDS
}

function pushOf(d: Delivery): NewPush {
  return { externalId: `delivery:${d.deliveryId}`, ref: d.ref, oldSha: d.oldSha, newSha: d.newSha, forced: false, at: d.arrivedAt, arrivedAt: d.arrivedAt }
}

/** What the candidate and the team are told of the place the repository is in. */
export function hostingOf(a: Assignment, hosted: HostedRepository | null, can: Capabilities): Hosting {
  const here = a.provider === 'built-in'
  return {
    provider: a.provider,
    state: here || !hosted ? 'none' : hosted.state === 'inviting' ? 'ready' : hosted.state,
    login: hosted?.login ?? null,
    url: a.clock ? hosted?.made?.url || null : null,
    invitation_url: hosted?.invitationUrl ?? null,
    limits: limitsOf(can),
  }
}

function limitsOf(can: Capabilities): string[] {
  const account = 'The repository is on GitHub: it needs an account there, and an invitation that is accepted before it can be cloned.'
  const deadline = 'GitHub can’t refuse a late push for us. A push counts when GitHub’s own record has it before the deadline, to the second; a later one stays on GitHub and is not submitted.'
  const silence = 'git prints nothing of ours after a push. What we have seen of it is on this page, usually within a minute.'
  const locked = 'About a minute after the deadline we read that record, seal the submission, and leave the repository readable only.'
  return [...(can.perRepoToken ? [] : [account]), ...(can.atomicDeadline ? [] : [deadline]), ...(can.hidesLatePush ? [] : [silence, locked])]
}
