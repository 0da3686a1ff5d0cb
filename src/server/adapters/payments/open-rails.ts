import type { PaymentsConfig } from '#server/platform/config-payments.ts'
import type { Rails } from './port.ts'
import { stripeRail } from './stripe/stripe.ts'
import { tremendousRail } from './tremendous/tremendous.ts'

/** The rails that are set up, each with its provider's own client. */
export function openRails({ stripe, tremendous }: PaymentsConfig): Rails {
  return { ...(stripe && { stripe: stripeRail(stripe) }), ...(tremendous && { tremendous: tremendousRail(tremendous) }) }
}
