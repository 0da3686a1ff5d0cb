import type { Role } from '#contract/accounts.ts'
import type { Context } from '#server/platform/context.ts'
import type { Feature, MailDraft } from '#server/platform/feature.ts'
import { ROLE_IN_WORDS } from './member.ts'
import { organizationById } from './store.ts'
import { tokenWithOwner } from './token-store.ts'

/** Holds the secret that makes somebody a member. */
export function invitationMail(ctx: Context, i: { email: string; name: string; role: Role; token: string; from: string; organization: string }): MailDraft {
  return {
    to: { name: i.name, address: i.email },
    fromName: i.organization,
    subject: `${i.from} invites you to ${i.organization} on Handiwork`,
    paragraphs: [`Hello ${i.name},`, `${i.from} invites you to hire with ${i.organization} as ${ROLE_IN_WORDS[i.role]}.`, 'The link works once, for fourteen days.'],
    action: { label: 'Accept the invitation', url: `${ctx.config.publicUrl}/app/invitation#t=${i.token}` },
    secret: true,
  }
}

/** Holds two secrets: the link for the browser that asked, the code for any other. */
export function signInMail(ctx: Context, l: { email: string; token: string; code: string }): MailDraft {
  return {
    to: { name: '', address: l.email },
    fromName: '',
    subject: `Sign in to Handiwork: ${l.code}`,
    paragraphs: [`Your code is ${l.code}.`, 'Open the link below in the browser where you asked for it, or type the code there. Both work once, for ten minutes.', 'If you did not ask for this, you need do nothing.'],
    // Behind the #, so that the secret is in no server's log and in no Referer.
    action: { label: 'Sign in', url: `${ctx.config.publicUrl}/sign-in#t=${l.token}` },
    secret: true,
  }
}

/** What happened and how to go on; never the token. */
export function foundTokenMail(ctx: Context, t: { name: string; member_name: string; member_email: string }, organization: string): MailDraft {
  return {
    to: { name: t.member_name, address: t.member_email },
    fromName: organization,
    subject: `An API token of yours was in a push, and has been turned off (${organization})`,
    paragraphs: [
      `Hello ${t.member_name},`,
      `Your API token “${t.name}” was in a file that was pushed to a take-home’s repository, where others can read it. So we have turned it off: it opens nothing any more.`,
      'Make a new one for what used it. If you do not know how it came there, look through the activity for what you did not do, and change your password.',
    ],
    action: { label: 'Make a new token', url: `${ctx.config.publicUrl}/app/tokens` },
  }
}

export const accountMails = {
  'token.created': async (tx, event) => {
    const t = await tokenWithOwner(tx, event.data.token_id)
    if (!t) return []
    const organization = await organizationById(tx, event.orgId)
    return [
      {
        to: { name: t.member_name, address: t.member_email },
        fromName: organization.name,
        subject: `A new API token for ${organization.name}`,
        paragraphs: [
          `Hello ${t.member_name},`,
          `The API token “${t.name}” was made for you at ${organization.name}. It may do: ${event.data.scopes.join(', ')}. It works until ${t.expires_at.toISOString().slice(0, 10)} (UTC).`,
          'If this was not you, revoke the token and change your password now.',
        ],
      },
    ]
  },
} satisfies Feature['mails']
