import type { Context } from '#server/platform/context.ts'
import type { Reminder } from './reminders.ts'
import type { Letter } from './letter.ts'
import { listed, moment } from './words.ts'

/** What a reminder may say: who is asked, for whose work, by when. Nothing of any review. */
interface About {
  who: string
  jobTitle: string
  due: Date | null
  ctx: Context
}

export function reminderLetter({ who, jobTitle, due, ctx }: About, which: Reminder): Letter {
  const by = due ? moment(due) : ''
  const state = { before: `is asked for by ${by}`, due: `was asked for by now, ${by}`, overdue: `was asked for by ${by}, a day ago`, still_overdue: `was asked for by ${by}, three days ago` }[which]
  const subject = which === 'before' ? `Your review is due soon (${jobTitle})` : which === 'due' ? `Your review is due (${jobTitle})` : `Your review is overdue (${jobTitle})`
  return {
    subject,
    paragraphs: [`Your review of the submission by ${who} for ${jobTitle} ${state}. The candidate was promised an answer, and nobody can read any review before every one is sealed.`, 'If you can’t do it, decline or hand it over to a colleague: that is better than to let them wait.'],
    action: { label: 'Open my reviews', url: `${ctx.config.publicUrl}/app/reviews` },
  }
}

/** To those who decide: whom the round waits for. */
export function overdueLetter({ who, jobTitle, due, ctx, names, short, applicationId }: About & { names: readonly string[]; short: number; applicationId: string }): Letter {
  const waits = [...(names.length > 0 ? [`${listed(names)} to seal`] : []), ...(short > 0 ? [`${short} more reviewer${short === 1 ? '' : 's'} to be found`] : [])]
  return {
    subject: `A review is overdue (${jobTitle})`,
    paragraphs: [`The reviews of the submission by ${who} for ${jobTitle} were asked for by ${due ? moment(due) : 'now'}. The round still waits for ${listed(waits)}.`, 'You can replace a reviewer, or move the date and say why. What was promised to the candidate stays on their page, kept or late.'],
    action: { label: 'Open the round', url: `${ctx.config.publicUrl}/app/applications/${applicationId}?tab=review` },
  }
}
