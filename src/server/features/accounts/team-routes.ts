import { accountOps } from '#contract/accounts.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { type Route, on, onOuter } from '#server/platform/feature.ts'
import { changeMember } from './change-member.ts'
import { changePassword } from './change-password.ts'
import { inviteMember, revokeInvitation } from './invite-member.ts'
import { listInvitations, listMembers, updateOrganization } from './members.ts'
import { removeMember } from './remove-member.ts'
import { getSession, switchOrganization } from './sessions.ts'
import { organizationById } from './store.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'

export const teamRoutes: Route[] = [
  on(accountOps.getSession, (tx, _input, ctx) => getSession(tx, ctx)),
  on(accountOps.switchOrganization, (tx, { body }, ctx) => switchOrganization(tx, ctx, body.organization_id)),
  onOuter(accountOps.changePassword, (ctx, { body }) => changePassword(ctx, body)),
  on(accountOps.getOrganization, (tx) => organizationById(tx, requireMember(tx).orgId)),
  on(accountOps.updateOrganization, (tx, { body }) => updateOrganization(tx, body)),
  on(accountOps.listMembers, (tx) => listMembers(tx)),
  on(accountOps.changeMember, (tx, { params, body }) => changeMember(tx, params.id, body.role)),
  on(accountOps.removeMember, (tx, { params }) => removeMember(tx, params.id)),
  on(accountOps.listInvitations, (tx) => listInvitations(tx)),
  on(accountOps.inviteMember, (tx, { body }, ctx) => inviteMember(tx, ctx, body)),
  on(accountOps.revokeInvitation, (tx, { params }) => revokeInvitation(tx, params.id)),
  on(accountOps.listTokens, (tx) => listTokens(tx)),
  on(accountOps.createToken, (tx, { body }) => createToken(tx, { name: body.name, scopes: body.scopes, days: body.expires_in_days })),
  on(accountOps.revokeToken, (tx, { params }) => revokeToken(tx, params.id)),
]
