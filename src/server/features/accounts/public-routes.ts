import { accountOps } from '#contract/accounts.ts'
import { type Route, on, onOuter } from '#server/platform/feature.ts'
import { acceptInvitation, lookUpInvitation } from './accept-invitation.ts'
import { redeemSignInLink } from './redeem-sign-in-link.ts'
import { requestSignInLink } from './request-sign-in-link.ts'
import { signOut } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { completeSetup, signUp } from './sign-up.ts'
import { ownerExists } from './store.ts'

export const publicRoutes: Route[] = [
  on(accountOps.getSignUpPolicy, async (tx, _input, ctx) => ({ open: ctx.config.openSignUp, needs_owner: !(await ownerExists(tx)) })),
  onOuter(accountOps.completeSetup, (ctx, { body }) => completeSetup(ctx, body)),
  onOuter(accountOps.signUp, (ctx, { body }) => signUp(ctx, body)),
  onOuter(accountOps.signIn, (ctx, { body }) => signIn(ctx, body)),
  on(accountOps.signOut, (tx, _input, ctx) => signOut(tx, ctx)),
  onOuter(accountOps.requestSignInLink, (ctx, { body }) => requestSignInLink(ctx, body)),
  onOuter(accountOps.redeemSignInLink, (ctx, { body }) => redeemSignInLink(ctx, body)),
  on(accountOps.lookUpInvitation, (tx, { body }) => lookUpInvitation(tx, body.token)),
  onOuter(accountOps.acceptInvitation, (ctx, { body }) => acceptInvitation(ctx, body)),
]
