import type { Session } from '#contract/accounts.ts'
import { hashToken, randomName, randomToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import type { RequestContext } from '#server/platform/feature.ts'
import { hit } from '#server/platform/http/rate.ts'
import type { Tx } from '#server/platform/tx.ts'
import { emailTaken, setupLinkUsed, signUpClosed } from './errors.ts'
import { consumeSetupLink, replaceSetupLink } from './link-store.ts'
import { newcomer } from './member.ts'
import { hashPassword } from './passwords.ts'
import { openTeamSession } from './sessions.ts'
import { insertMember, insertOrganization, insertUser, membership, ownerExists } from './store.ts'

export interface SignUp {
  name: string
  email: string
  password: string
  organization_name: string
}

/**
 * The one-time link that makes the first owner, or null once there is one. Each start prints a new link; older ones die.
 */
export async function makeSetupLink(ctx: Context): Promise<string | null> {
  return ctx.transaction(async (tx) => {
    if (await ownerExists(tx)) return null
    const token = randomToken('hw_setup')
    await replaceSetupLink(tx, hashToken(token))
    return `${ctx.config.publicUrl}/app/setup#t=${token}`
  })
}

/** The first owner. Of two who use the link at once one wins. */
export async function completeSetup(ctx: RequestContext, s: SignUp & { token: string }): Promise<Session> {
  await ctx.transaction((tx) => hit(tx, `setup:${ctx.ip}`, 30, 3600))
  const passwordHash = await hashPassword(s.password)
  return ctx.transaction(async (tx) => {
    if (!(await consumeSetupLink(tx, hashToken(s.token))) || (await ownerExists(tx))) throw setupLinkUsed()
    return foundOrganization(tx, ctx, s, passwordHash)
  })
}

/** Anybody signs up, where the operator allows it. */
export async function signUp(ctx: RequestContext, s: SignUp): Promise<Session> {
  if (!ctx.config.openSignUp) throw signUpClosed()
  await ctx.transaction((tx) => hit(tx, `sign-up:${ctx.ip}`, 20, 3600))
  const passwordHash = await hashPassword(s.password)
  return ctx.transaction((tx) => foundOrganization(tx, ctx, s, passwordHash))
}

async function foundOrganization(tx: Tx, ctx: RequestContext, s: SignUp, passwordHash: string): Promise<Session> {
  const userId = await insertUser(tx, { email: s.email, name: s.name, passwordHash })
  if (!userId) throw emailTaken()
  const orgId = await newOrganization(tx, s.organization_name)
  const memberId = await insertMember(tx, { orgId, userId, role: 'owner' })
  const m = await membership(tx, userId, orgId)
  if (!m || !memberId) throw new Error('The new owner is not a member')
  const session = await openTeamSession(tx, ctx, m)
  await record({ ...tx, principal: newcomer(m) }, 'organization.created', { orgId }, { name: s.organization_name })
  return session
}

async function newOrganization(tx: Tx, name: string): Promise<string> {
  const base = name.toLowerCase().normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 48) || 'company'
  for (const slug of [base, `${base}-${randomName(6)}`]) {
    const id = await insertOrganization(tx, { name, slug })
    if (id) return id
  }
  throw new Error(`No free address for the organization ${name}`)
}
