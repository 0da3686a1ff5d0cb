import type { LoadedApplication } from '#server/features/applications/index.ts'
import type { Context } from '#server/platform/context.ts'
import type { MailDraft } from '#server/platform/feature.ts'
import { draft } from './mails.ts'
import { moment } from './words.ts'

export interface FoundToken {
  /** null when it was in somebody else's push. */
  where: { commit: string; path: string } | null
  /** Until when it still works; null when it has ended. */
  deadline: Date | null
}

/** What happened, that nothing is lost, and how to go on. Never holds the token. */
export function foundTokenMail(application: LoadedApplication, ctx: Context, f: FoundToken): MailDraft {
  const subject = f.deadline ? 'Your git token was in a push, and ends with the deadline' : 'Your git token was in a push, and has been turned off'
  const paragraphs = [
    `${whereOf(f)} That happens easily. Whoever reads the work could read the token, too, so ${f.deadline ? 'it can’t stay' : 'we have turned it off: it opens nothing any more'}.`,
    'Nothing is lost. Everything you pushed is there, your clock is as it was, and what counted still counts. You need not take the token out of your commits.',
    ...(f.deadline ? untilDeadline(f.deadline) : ['To go on, press “Get a git token” on your page. It shows a command for a new copy and one for the copy you have. Then push as before.']),
  ]
  return draft(application, ctx, { subject: `${subject} (${application.job.title})`, paragraphs, label: f.deadline ? 'See your clock' : 'Get a new git token' })
}

function whereOf({ where }: FoundToken): string {
  if (!where) return 'The token that opens your repository was in a push to another one.'
  const place = where.path === '' ? 'in what a commit or a tag says' : `in the file ${where.path}`
  return `The token that opens your repository was in what you pushed with commit ${where.commit.slice(0, 12)}, ${place}.`
}

function untilDeadline(deadline: Date): string[] {
  return [`So that nothing stands in your way in the last half hour, it goes on working until your deadline, ${moment(deadline)}, and ends after it. You need do nothing now: push as before.`, 'To clone or pull after that, press “Get a git token” on your page.']
}
