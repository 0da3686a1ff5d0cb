import type { Agreement } from '#contract/calibration.ts'
import type { Criterion } from '#contract/process.ts'
import type { RevealedLevel } from '#server/features/reviews/index.ts'
import { type Figure, type Table, agreementWithin, alpha, coincidences, mean, quadraticKappa } from '#server/lib/statistics/index.ts'
import { LEVELS, figureOf, hasPairs, pooled, round } from './figures.ts'

type Level = Pick<RevealedLevel, 'roundId' | 'member' | 'criterionId' | 'level'>
type CriterionAgreement = Agreement['criteria'][number]
type PairAgreement = Agreement['pairs'][number]

/** Fewer rounds together, and a pair's mean says more of those rounds than of the pair. */
export const LEAST_FOR_PAIR = 5

/** For one criterion: kappa over whoever shared a round, by turns, and how often they agree. */
export function criterionAgreement(levels: readonly Level[], c: Pick<Criterion, 'id' | 'name'>, seed: string): CriterionAgreement {
  const tables = tablesByRound(levels.filter((l) => l.criterionId === c.id)).filter(hasPairs)
  const all = pooled(tables)
  return {
    criterion_id: c.id,
    name: c.name,
    n: tables.length,
    exact: valueOf(agreementWithin(all, 0)),
    within_one: valueOf(agreementWithin(all, 1)),
    kappa: figureOf(tables, quadraticKappa, `${seed} ${c.id}`),
  }
}

const valueOf = (f: Figure) => (f.defined ? round(f.value) : null)

/** Krippendorff's alpha, ordinal, over every criterion of every round. */
export function overallAlpha(levels: readonly Level[], seed: string): Pick<Agreement, 'alpha' | 'reading'> {
  const figure = figureOf(tablesByRound(levels).filter(hasPairs), (table) => alpha(table, LEVELS, 'ordinal'), `${seed} alpha`)
  return { alpha: figure, reading: figure.value === null ? null : readingOf(figure.value) }
}

/** Krippendorff's own customary limits. */
function readingOf(value: number): NonNullable<Agreement['reading']> {
  return value >= 0.8 ? 'good' : value >= 0.667 ? 'tentative' : 'low'
}

/** One table a round, over all criteria there are: each criterion is one unit. */
function tablesByRound(levels: readonly Level[]): Table[] {
  return [...groups(levels, (l) => l.roundId).values()].map((of) => coincidences([...groups(of, (l) => l.criterionId).values()].map((unit) => unit.map((l) => l.level)), LEVELS))
}

function groups<T>(items: readonly T[], by: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const item of items) found.set(by(item), [...(found.get(by(item)) ?? []), item])
  return found
}

/** How far two people's levels lie apart on average, by criterion. Names in their order; nothing says whose were higher. */
export function pairAgreement(levels: readonly Level[], criteria: readonly Pick<Criterion, 'id'>[]): PairAgreement[] {
  const pairs = new Map<string, { people: PairAgreement['people']; rounds: Set<string>; gaps: { criterionId: string; gap: number }[] }>()
  for (const unit of groups(levels, (l) => `${l.roundId} ${l.criterionId}`).values()) {
    const inOrder = unit.toSorted((a, b) => a.member.name.localeCompare(b.member.name) || (a.member.id < b.member.id ? -1 : 1))
    inOrder.forEach((a, i) => inOrder.slice(i + 1).forEach((b) => {
      const key = `${a.member.id} ${b.member.id}`
      const pair = pairs.get(key) ?? { people: [a.member, b.member], rounds: new Set(), gaps: [] }
      pair.rounds.add(a.roundId)
      pair.gaps.push({ criterionId: a.criterionId, gap: Math.abs(a.level - b.level) })
      pairs.set(key, pair)
    }))
  }
  const rows = [...pairs.values()].map(({ people, rounds, gaps }) => ({ people, rounds: rounds.size, differences: criteria.map((c) => meanGap(c.id, gaps)) }))
  return rows.sort((a, b) => a.people[0].name.localeCompare(b.people[0].name) || a.people[1].name.localeCompare(b.people[1].name))
}

function meanGap(criterionId: string, gaps: readonly { criterionId: string; gap: number }[]): PairAgreement['differences'][number] {
  const mine = gaps.filter((g) => g.criterionId === criterionId).map((g) => g.gap)
  return { criterion_id: criterionId, n: mine.length, mean: mine.length < LEAST_FOR_PAIR ? null : round(mean(mine)) }
}
