import { operations } from '#contract/index.ts'
import type { Operation } from '#contract/operation.ts'
import type { RawAnswer } from '#test/support/client.ts'
import type { Golden, Ids } from './golden.ts'
import type { Random } from './random.ts'
import { readAs } from './reads.ts'
import type { Who, World } from './world.ts'

/** One thing that happens in both worlds, with all of its chance already taken. */
export interface Step {
  says: string
  who: Who
  /** Time that passes before it; what A hides falls into it. */
  gapMs: number
  run(w: World, ids: Ids): Promise<RawAnswer | null>
  /** A finishes what is hidden before it. */
  finishes?: true
}

type Act = (r: Random, g: Golden) => Omit<Step, 'gapMs'>

const OTHERS = ['B', 'B', 'C', 'owner', 'owner', 'recruiter', 'interviewer', 'token', 'candidate', 'outsider', 'visitor'] as const
const TEAM = ['owner', 'recruiter', 'token'] as const
const KINDS = ['evidence', 'question', 'note_to_candidate'] as const
const mine = (ids: Ids) => ({ id: ids.reviewB })

function act<O extends Operation>(who: Who, name: string, operation: O, input: (ids: Ids) => object): Omit<Step, 'gapMs'> {
  // The inputs below are those of their operations; what is refused is as good a step as what is not.
  return { says: `${who} ${name}`, who, run: (w, ids) => w.as(who, ids).try(operation, input(ids) as never) }
}

const writing: Act[] = [
  (r) => {
    const body = r.chance(0.2) ? { cannot_assess: r.words(12, 90) } : { level: 1 + r.int(5), evidence: r.words(0, 90) }
    const criterion = r.pick(['data', 'tests'])
    return act('B', 'scores', operations.saveScore, (ids) => ({ params: { ...mine(ids), criterion }, body }))
  },
  (r) => {
    const body = { path: r.pick(['', 'README.md']), line: 0, kind: r.pick(KINDS), criterion_id: null, body: r.words(1, 90) }
    return act('B', 'comments', operations.addComment, (ids) => ({ params: mine(ids), body }))
  },
  (r) => {
    const body = { path: 'README.md', line: 1, kind: r.pick(KINDS), criterion_id: null, body: r.words(0, 90) }
    return act('B', 'drafts', operations.saveDraft, (ids) => ({ params: { ...mine(ids), key: 'draft000' }, body }))
  },
  () => act('B', 'discards a draft', operations.discardDraft, (ids) => ({ params: { ...mine(ids), key: 'draft000' } })),
  (r) => {
    const body = { path: 'README.md', viewed: r.chance(0.6) }
    return act('B', 'marks a file', operations.setViewed, (ids) => ({ params: mine(ids), body }))
  },
  (r) => {
    const body = { summary: r.words(30, 200), recommendation: r.pick(['no', 'yes']) }
    return act('B', 'gives a verdict', operations.saveVerdict, (ids) => ({ params: mine(ids), body }))
  },
  () => act('B', 'reads their own review', operations.getReview, (ids) => ({ params: mine(ids) })),
]

/** Everybody may try to reach into A's review by its id. */
const reaching: Act[] = [operations.getReview, operations.listViewed, operations.sealReview].map((o): Act => (r) => act(r.pick(OTHERS), `reaches for ${o.path}`, o, (ids) => ({ params: { id: ids.reviewA } })))

const deciding: Act[] = [
  (r, g) => act(r.pick(TEAM), 'replaces A', operations.replaceReviewer, (ids) => ({ params: { id: ids.round }, body: { leaves: g.members.A.id, joins: g.members.C.id } })),
  (r, g) => act(r.pick(TEAM), 'replaces B', operations.replaceReviewer, (ids) => ({ params: { id: ids.round }, body: { leaves: g.members.B.id, joins: g.members.C.id } })),
  (r) => act(r.pick(['A', 'B']), 'declines', operations.declineReview, (ids) => ({ params: { id: ids.reviewA }, body: { reason: 'no_time' } })),
  () => act('B', 'declines', operations.declineReview, (ids) => ({ params: mine(ids), body: { reason: 'no_time' } })),
  (_, g) => act('B', 'hands over', operations.handOverReview, (ids) => ({ params: mine(ids), body: { joins: g.members.C.id } })),
  (r, g) => {
    const body = { due_at: new Date(g.now.getTime() + r.int(20 * 86_400_000)).toISOString(), reason: r.words(1, 90) }
    return act(r.pick(TEAM), 'moves the due date', operations.extendRound, (ids) => ({ params: { id: ids.round }, body }))
  },
  (r) => act(r.pick(TEAM), 'advances', operations.advance, (ids) => ({ params: { id: ids.application }, body: { from_stage: 'review' } })),
  (r) => {
    const message = r.words(90, 200)
    return act(r.pick(TEAM), 'rejects', operations.reject, (ids) => ({ params: { id: ids.application }, body: { reason: 'work_sample', message } }))
  },
  (r) => {
    const text = r.words(90, 200)
    return act(r.pick(TEAM), 'sends feedback', operations.sendFeedback, (ids) => ({ params: { id: ids.application }, body: { text } }))
  },
  (r) => {
    const body = { text: r.words(1, 90) }
    return act(r.pick(TEAM), 'adds a note', operations.addNote, (ids) => ({ params: { id: ids.application }, body }))
  },
]

const time: Act = () => ({ says: 'what is due is done', who: 'visitor', run: (w) => w.settle().then(() => null) })
const reading: Act = (r, g) => readAs(r.pick(OTHERS), r, g)
const sealing: Act = () => ({ ...act('A', 'seals', operations.sealReview, (ids) => ({ params: { id: ids.reviewA } })), finishes: true })

/** B's seal, unless A's is in already: then it would be the reveal, and there is nothing left to hide. */
const sealingB: Act = () => act('B', 'seals', operations.sealReview, (ids) => ({ params: mine(ids) }))

/** A day of a round, chosen by a seed: who does what, and when. Never the reveal. */
export function traceFrom(r: Random, g: Golden, length: number): Step[] {
  const sealer = r.pick([sealing, sealing, sealingB, null])
  const at = r.int(length)
  return Array.from({ length }, (_, i) => ({ gapMs: gapFrom(r), ...(i === at && sealer ? sealer(r, g) : anyAct(r)(r, g)) }))
}

function anyAct(r: Random): Act {
  const roll = r.int(100)
  if (roll < 52) return reading
  if (roll < 74) return r.pick(writing)
  if (roll < 84) return r.pick(reaching)
  return roll < 92 ? r.pick(deciding) : time
}

/** Seconds mostly; sometimes hours, sometimes days, past what is due. */
function gapFrom(r: Random): number {
  const most = r.pick([20_000, 20_000, 20_000, 600_000, 7_200_000, 2 * 86_400_000])
  return 1_000 + r.int(most)
}
