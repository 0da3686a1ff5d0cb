import type { PayoutSettings } from '#contract/payouts.ts'
import { loadJobForMember } from '#server/features/jobs/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { conflict } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { earnedMinor, listCaps, promisedMinor, replaceCaps } from './cap-store.ts'
import { listOwedByHand } from './owed-store.ts'
import { planSoon } from './plan-payout.ts'
import { putSettings, settingsOf } from './settings-store.ts'

/** How the asking member's company pays, the rails there are, and each budget with what is spent and promised of it. */
export async function showSettings(tx: Tx, ctx: Context) {
  const { orgId } = requireMember(tx)
  const caps = await listCaps(tx, orgId)
  const budgets = []
  for (const c of caps) {
    const scope = { orgId, jobId: c.jobId, currency: c.currency }
    budgets.push({ job_id: c.jobId, job_title: c.jobTitle, currency: c.currency, cap_minor: c.capMinor, earned_minor: await earnedMinor(tx, scope), promised_minor: await promisedMinor(tx, { ...scope, except: '' }) })
  }
  return { ...(await settingsOf(tx, orgId)), rails: railsHere(ctx), budgets }
}

function railsHere(ctx: Context) {
  const programs = Object.values(ctx.rails).map(({ name, mode }) => ({ rail: name, mode }))
  return [{ rail: 'manual' as const, mode: 'live' as const }, ...programs]
}

/**
 * Sets how the company pays from now on. What is on its way stays as it was planned; what is owed by hand asks at once for everybody it takes now.
 * @throws Refusal `rail_not_set_up`
 */
export async function changeSettings(tx: Tx, ctx: Context, s: PayoutSettings): Promise<void> {
  const { orgId } = requireMember(tx)
  if (s.rail !== 'manual' && !ctx.rails[s.rail]) throw conflict('rail_not_set_up', `The rail “${s.rail}” is not set up on this server. Whoever runs it finds how under docs/operating.`)
  // A budget is for a job of one's own.
  for (const { job_id } of s.caps) if (job_id) await loadJobForMember(tx, job_id)
  await putSettings(tx, orgId, { rail: s.rail, approvals: s.approvals })
  await replaceCaps(tx, orgId, s.caps.map((c) => ({ jobId: c.job_id, currency: c.currency, capMinor: c.cap_minor })))
  if (s.rail === 'manual') await planSoon(tx, await listOwedByHand(tx, orgId))
  await record(tx, 'payout_settings.changed', { orgId }, { rail: s.rail, approvals: s.approvals })
}
