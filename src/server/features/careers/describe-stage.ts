import { formatDuration } from '#contract/duration.ts'
import { formatMoney } from '#contract/money.ts'
import type { Stage, StageTypeName } from '#contract/process.ts'

/** What kind of stage it is, in the words of the templates. */
export const STAGE_KINDS: Record<StageTypeName, string> = {
  application_form: 'Submit application',
  code_assignment: 'Code assignment',
  team_review: 'Team review',
  live_interview: 'Interview',
  reference_check: 'Reference check',
  offer: 'Offer',
}

/** What a stage asks and promises, as short facts a candidate can hold us to. */
export function stageFacts(stage: Stage): string[] {
  const facts = ofItsKind(stage)
  return stage.due_within ? [...facts, `Decided within ${formatDuration(stage.due_within)}`] : facts
}

function ofItsKind(s: Stage): string[] {
  switch (s.type) {
    case 'application_form':
      return ['No account needed', s.config.resume === 'required' ? 'With your résumé' : s.config.resume === 'optional' ? 'Résumé if you like' : 'No résumé']
    case 'code_assignment':
      return [`${formatDuration(s.config.time_limit)} from when you start`, `Start when it suits you, within ${formatDuration(s.config.start_window)}`, ...(s.config.effort ? [s.config.effort] : []), 'Handed in by itself when the time is over']
    case 'team_review':
      return [`${s.config.reviewers} engineers score it without seeing each other’s scores`, `Written feedback within ${formatDuration(s.config.feedback_due_within)}`]
    case 'live_interview':
      return [formatDuration(s.config.duration), 'You choose the time']
    case 'reference_check':
      return [`${s.config.count} ${s.config.count === 1 ? 'person' : 'people'} you name`, `Calls of ${formatDuration(s.config.call_duration)}`]
    case 'offer':
      return [`Yours to consider for ${formatDuration(s.config.expires_after)}`]
  }
}

/** `Paid $400 USD`, and under which condition. */
export function payOf(stage: Stage): string | null {
  if (!stage.payout) return null
  const amount = `Paid ${formatMoney(stage.payout)}`
  return stage.payout.policy === 'always' ? amount : `${amount} once you have pushed`
}
