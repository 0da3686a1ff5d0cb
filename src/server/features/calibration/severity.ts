import type { Figure, Scoring } from '#contract/calibration.ts'
import type { RevealedLevel } from '#server/features/reviews/index.ts'
import { LEAST_FOR_INTERVAL, mean, meanWithInterval, slopeWithInterval, standardDeviation } from '#server/lib/statistics/index.ts'
import { estimated, round } from './figures.ts'

type Level = Pick<RevealedLevel, 'roundId' | 'revealedAt' | 'member' | 'criterionId' | 'level'>

/** One's own level of one criterion of one round, beside the mean of those who scored the same. */
interface Gap {
  roundId: string
  at: Date
  criterionId: string
  own: number
  others: number
}

const QUARTER_MS = (365.25 / 4) * 86_400_000

/** How somebody scores beside whoever scored the same work: where a round's criteria hang together, a round counts once. */
export function severityOf(levels: readonly Level[], memberId: string, names: ReadonlyMap<string, string>): Omit<Scoring, 'calibrations'> {
  const gaps = gapsOf(levels, memberId)
  const rounds = byRound(gaps)
  return {
    rounds: rounds.length,
    severity: severity(rounds.map((r) => r.difference)),
    criteria: [...names].flatMap(([id, name]) => {
      const mine = gaps.filter((g) => g.criterionId === id).map((g) => g.own - g.others)
      return mine.length === 0 ? [] : [{ criterion_id: id, name, n: mine.length, severity: severity(mine) }]
    }),
    spread: gaps.length < 2 ? null : { own: round(standardDeviation(gaps.map((g) => g.own))), others: round(standardDeviation(gaps.map((g) => g.others))) },
    drift: estimated(slopeWithInterval(rounds.map((r) => ({ x: r.at.getTime() / QUARTER_MS, y: r.difference }))), `Shown from ${LEAST_FOR_INTERVAL + 1} rounds at different times on.`),
    quarters: quartersOf(rounds),
  }
}

function severity(differences: readonly number[]): Figure {
  return estimated(meanWithInterval(differences), `Shown from ${LEAST_FOR_INTERVAL} shared rounds on: with fewer it would say more of the work than of you.`)
}

function gapsOf(levels: readonly Level[], memberId: string): Gap[] {
  const others = new Map<string, number[]>()
  const unit = (l: Level) => `${l.roundId} ${l.criterionId}`
  for (const l of levels) if (l.member.id !== memberId) others.set(unit(l), [...(others.get(unit(l)) ?? []), l.level])
  return levels.flatMap((own) => {
    const theirs = own.member.id === memberId ? others.get(unit(own)) : undefined
    return theirs ? [{ roundId: own.roundId, at: own.revealedAt, criterionId: own.criterionId, own: own.level, others: mean(theirs) }] : []
  })
}

interface RoundGap {
  at: Date
  difference: number
}

function byRound(gaps: readonly Gap[]): RoundGap[] {
  const ids = [...new Set(gaps.map((g) => g.roundId))]
  return ids.flatMap((id) => {
    const mine = gaps.filter((g) => g.roundId === id)
    const [first] = mine
    return first ? [{ at: first.at, difference: mean(mine.map((g) => g.own - g.others)) }] : []
  })
}

function quartersOf(rounds: readonly RoundGap[]): Scoring['quarters'] {
  const names = [...new Set(rounds.map((r) => quarterOf(r.at)))].sort()
  return names.map((quarter) => {
    const mine = rounds.filter((r) => quarterOf(r.at) === quarter).map((r) => r.difference)
    return { quarter, n: mine.length, mean: round(mean(mine)) }
  })
}

/** `2026 Q4`, in UTC. */
const quarterOf = (at: Date) => `${at.getUTCFullYear()} Q${Math.floor(at.getUTCMonth() / 3) + 1}`
