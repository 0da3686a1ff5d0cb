import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { Review } from '#contract/reviews.ts'
import type { Verdict } from '#contract/scorecards.ts'
import { asking, call, operations } from '#web/api/client.ts'
import { type Kept, type Keeper, createKeeper } from '#web/ui/keeper.ts'
import { isFinal, useLeaving } from './use-writing.ts'

/** A score as it is filled in: `cannot_assess` is a reason, perhaps not written yet. */
export interface Scored {
  level: number | null
  cannot_assess: string | null
  evidence: string
}

export interface Scoring {
  scores: Keeper<Scored>
  verdict: Keeper<Verdict>
  scoreOf(criterion: string): Scored
  verdictNow: Verdict
  keptOf(criterion: string): Kept<Scored> | undefined
  /** Changes a score; a level that is chosen is kept at once, words while they are typed. */
  put(criterion: string, change: Partial<Scored>): void
  putVerdict(change: Partial<Verdict>): void
}

export const REASON_MIN = 10
const NOTHING: Scored = { level: null, cannot_assess: null, evidence: '' }
const isWhole = (s: Scored) => s.level !== null || (s.cannot_assess?.trim().length ?? 0) >= REASON_MIN

/** The scores and the verdict of one's own review, kept as they are given. */
export function useScoring(r: Review): Scoring {
  const queries = useQueryClient()
  const again = () => void queries.invalidateQueries({ queryKey: asking(operations.getReview, { params: { id: r.id } }).queryKey })
  const scores = useMemo(() => createKeeper<Scored>({ save: (criterion, s, o) => call(operations.saveScore, { params: { id: r.id, criterion }, body: s }, o).then(again), isWorth: isWhole, isFinal }), [r.id])
  const verdict = useMemo(() => createKeeper<Verdict>({ save: (_, body, o) => call(operations.saveVerdict, { params: { id: r.id }, body }, o).then(again), isWorth: () => true, isFinal }), [r.id])
  useLeaving(scores)
  useLeaving(verdict)
  useSyncExternalStore(scores.subscribe, scores.all)
  useSyncExternalStore(verdict.subscribe, verdict.all)
  const scoreOf = (criterion: string): Scored => {
    const kept = scores.get(criterion)
    const had = r.scores.find((s) => s.criterion_id === criterion)
    return kept?.value ?? (had ? { level: had.level, cannot_assess: had.cannot_assess, evidence: had.evidence } : NOTHING)
  }
  const verdictNow = verdict.get('verdict')?.value ?? { summary: r.summary, recommendation: r.recommendation }
  return {
    scores,
    verdict,
    scoreOf,
    verdictNow,
    keptOf: (criterion) => scores.get(criterion),
    put: (criterion, change) => {
      scores.put(criterion, { ...scoreOf(criterion), ...change })
      if (change.level !== undefined) void scores.flush(criterion)
    },
    putVerdict: (change) => {
      verdict.put('verdict', { ...verdictNow, ...change })
      if (change.recommendation !== undefined) void verdict.flush('verdict')
    },
  }
}
