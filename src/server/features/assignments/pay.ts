import { formatDuration } from '#contract/duration.ts'
import { formatMoney, type Money } from '#contract/money.ts'
import type { StageOf } from '#contract/process.ts'

type Stage = StageOf<'code_assignment'>

export function payOf(stage: Stage): Money | null {
  return stage.payout ? { amount_minor: stage.payout.amount_minor, currency: stage.payout.currency } : null
}

/** What a submission has earned: an empty one nothing, where the process says that only a push is paid. */
export function payEarned(stage: Stage, empty: boolean): Money | null {
  return stage.payout?.policy === 'when_pushed' && empty ? null : payOf(stage)
}

/** One sentence the candidate can hold us to; empty where nothing is paid. */
export function payPromise(stage: Stage): string {
  if (!stage.payout) return ''
  const condition = stage.payout.policy === 'when_pushed' ? 'if you push at least once' : 'whatever the outcome'
  return `${formatMoney(stage.payout)}, ${condition}, sent within ${formatDuration(stage.payout.pay_within)} of your submission.`
}
