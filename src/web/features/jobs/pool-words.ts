import type { PoolPerson } from '#contract/pools.ts'

/** `2 open reviews, calibrated` */
export function standingOf(p: Pick<PoolPerson, 'open_reviews' | 'calibrated'>): string {
  const open = p.open_reviews === 0 ? 'no open review' : p.open_reviews === 1 ? '1 open review' : `${p.open_reviews} open reviews`
  return p.calibrated === null ? open : `${open}, ${p.calibrated ? 'has scored the samples' : 'has not scored the samples'}`
}
