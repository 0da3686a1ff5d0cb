import { z } from 'zod'
import { done, email, id, instant, personName, slug, text } from './common.ts'
import { op } from './operation.ts'

export const ROLES = ['owner', 'recruiter', 'reviewer', 'interviewer'] as const
export const role = z.enum(ROLES)
export type Role = z.infer<typeof role>

/** What a token may do; a session may do everything its role may. */
export const SCOPES = ['read', 'hiring:write', 'reviews:write', 'interviews:write', 'payouts:write', 'admin'] as const
export const scope = z.enum(SCOPES)
export type Scope = z.infer<typeof scope>

export const password = z.string().min(12, 'Use at least 12 characters').max(200, 'Use at most 200 characters')

export const organization = z.strictObject({
  id: id('org'),
  name: text(120, 1),
  slug,
  about: text(4000),
  website: text(300),
  /** How the team works; the default text of offers. */
  how_we_work: text(8000),
})
export type Organization = z.infer<typeof organization>

export const member = z.strictObject({ id: id('mem'), name: personName, email, role, since: instant, active: z.boolean() })
export type Member = z.infer<typeof member>

export const session = z.strictObject({
  user: z.strictObject({ id: id('usr'), name: personName, email }),
  member: z.strictObject({ id: id('mem'), role }),
  organization,
  organizations: z.array(z.strictObject({ id: id('org'), name: z.string(), slug })),
  /** True when mail is kept here instead of being sent. */
  mailbox: z.boolean(),
})
export type Session = z.infer<typeof session>

export const invitation = z.strictObject({ id: id('inv'), email, name: z.string(), role, invited_at: instant, expires_at: instant })
export type Invitation = z.infer<typeof invitation>
export const apiToken = z.strictObject({
  id: id('tok'),
  name: z.string(),
  scopes: z.array(scope),
  created_at: instant,
  expires_at: instant,
  last_used_at: instant.nullable(),
})

export type ApiToken = z.infer<typeof apiToken>

const ofId = (kind: string) => z.strictObject({ id: id(kind) })

export const accountOps = {
  getSignUpPolicy: op('GET', '/sign-up-policy', {
    audience: 'public',
    summary: 'Whether anybody may sign up, and whether this server still waits for its first owner.',
    answer: z.strictObject({ open: z.boolean(), needs_owner: z.boolean() }),
  }),
  completeSetup: op('POST', '/setup', {
    secret: true,
    audience: 'public',
    summary: 'Make the first owner and organization with the one-time link printed at the first start.',
    body: z.strictObject({ token: z.string().min(1).max(200), name: personName, email, password, organization_name: text(120, 1) }),
    answer: session,
    status: 201,
    problems: ['setup_link_used'],
  }),
  signUp: op('POST', '/accounts', {
    secret: true,
    audience: 'public',
    summary: 'Sign up and make an organization, where the operator allows it.',
    body: z.strictObject({ name: personName, email, password, organization_name: text(120, 1) }),
    answer: session,
    status: 201,
    problems: ['sign_up_closed', 'email_taken'],
  }),
  signIn: op('POST', '/session', {
    secret: true,
    audience: 'public',
    summary: 'Sign in a member with address and password.',
    body: z.strictObject({ email, password: z.string().min(1).max(200) }),
    answer: session,
    problems: ['wrong_credentials'],
  }),
  getSession: op('GET', '/session', { audience: 'team', summary: 'Who is signed in, and for which organization.', answer: session }),
  signOut: op('DELETE', '/session', { secret: true, audience: 'public', summary: 'End this session, of a member or a candidate.', answer: done }),
  switchOrganization: op('PUT', '/session/organization', {
    secret: true,
    audience: 'team',
    summary: 'Work for another organization you belong to.',
    body: z.strictObject({ organization_id: id('org') }),
    answer: session,
  }),
  changePassword: op('PUT', '/session/password', {
    secret: true,
    audience: 'team',
    summary: 'Change your password; other sessions end.',
    body: z.strictObject({ current: z.string().min(1).max(200), next: password }),
    answer: done,
    problems: ['wrong_credentials'],
  }),
  requestSignInLink: op('POST', '/sign-in-links', {
    audience: 'public',
    summary: 'Mail a sign-in link and a six-digit code. The answer is the same whether the address is known or not.',
    body: z.strictObject({ email, audience: z.enum(['portal', 'team']).default('portal') }),
    answer: done,
    status: 202,
  }),
  redeemSignInLink: op('POST', '/sign-in-links/redemption', {
    secret: true,
    audience: 'public',
    summary: 'Sign in with the link’s token (in the browser that asked) or with the address and the six-digit code (anywhere).',
    body: z.strictObject({
      token: z.string().max(200).optional(),
      email: email.optional(),
      code: z.string().trim().regex(/^\d{6}$/, 'Type the six digits from the mail').optional(),
    }),
    answer: z.strictObject({ audience: z.enum(['portal', 'team']) }),
    problems: ['sign_in_link_invalid', 'code_required'],
  }),
  getOrganization: op('GET', '/organization', { audience: 'team', summary: 'The organization you work for.', answer: organization }),
  updateOrganization: op('PATCH', '/organization', {
    audience: 'team',
    summary: 'Change what candidates read about the organization.',
    body: organization.pick({ name: true, about: true, website: true, how_we_work: true }).partial(),
    answer: organization,
  }),
  listMembers: op('GET', '/members', { audience: 'team', summary: 'Everybody in the organization.', answer: z.strictObject({ items: z.array(member) }) }),
  changeMember: op('PATCH', '/members/:id', {
    audience: 'team',
    summary: 'Change a member’s role.',
    params: ofId('mem'),
    body: z.strictObject({ role }),
    answer: member,
    problems: ['last_owner'],
  }),
  removeMember: op('DELETE', '/members/:id', {
    audience: 'team',
    summary: 'Remove a member; their sessions and tokens end at once.',
    params: ofId('mem'),
    answer: done,
    problems: ['last_owner'],
  }),
  listInvitations: op('GET', '/invitations', { audience: 'team', summary: 'Invitations not yet accepted.', answer: z.strictObject({ items: z.array(invitation) }) }),
  inviteMember: op('POST', '/invitations', {
    audience: 'team',
    summary: 'Invite somebody to the organization by mail.',
    body: z.strictObject({ email, name: personName, role }),
    answer: invitation,
    status: 201,
    problems: ['already_member'],
  }),
  revokeInvitation: op('DELETE', '/invitations/:id', { audience: 'team', summary: 'Withdraw an invitation.', params: ofId('inv'), answer: done }),
  lookUpInvitation: op('POST', '/invitation-lookups', {
    audience: 'public',
    summary: 'What an invitation link is for, before accepting it.',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    answer: z.strictObject({ organization_name: z.string(), name: z.string(), email, role, has_account: z.boolean() }),
    problems: ['invitation_invalid'],
  }),
  acceptInvitation: op('POST', '/invitation-acceptances', {
    secret: true,
    audience: 'public',
    summary: 'Accept an invitation: choose a password, or confirm the one you have.',
    body: z.strictObject({ token: z.string().min(1).max(200), name: personName, password }),
    answer: session,
    status: 201,
    problems: ['invitation_invalid', 'wrong_credentials'],
  }),
  listTokens: op('GET', '/tokens', { audience: 'team', summary: 'Your API tokens.', answer: z.strictObject({ items: z.array(apiToken) }) }),
  createToken: op('POST', '/tokens', {
    secret: true,
    audience: 'team',
    summary: 'Make an API token. It is shown once.',
    body: z.strictObject({ name: text(80, 1), scopes: z.array(scope).min(1, 'Choose at least one scope'), expires_in_days: z.number().int().min(1).max(365).default(90) }),
    answer: apiToken.extend({ token: z.string() }),
    status: 201,
  }),
  revokeToken: op('DELETE', '/tokens/:id', { audience: 'team', summary: 'Revoke one of your API tokens.', params: ofId('tok'), answer: done }),
}
