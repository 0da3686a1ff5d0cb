import { payoutOps } from '#contract/payouts.ts'
import { onOuter } from '#server/platform/feature.ts'
import { receiveWebhook } from './receive-webhook.ts'

export const publicRoutes = [onOuter(payoutOps.receivePaymentWebhook, (ctx, { params }) => receiveWebhook(ctx, params.rail))]
