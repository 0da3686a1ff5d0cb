import type { PaymentsConfig } from '#server/platform/config-payments.ts'
import type { Rails } from './port.ts'

/** The rails that are set up, each with its provider's own client. What is not set up is not even loaded: those are large. */
export async function openRails({ stripe, tremendous }: PaymentsConfig): Promise<Rails> {
  return {
    ...(stripe && { stripe: (await import('./stripe/stripe.ts')).stripeRail(stripe) }),
    ...(tremendous && { tremendous: (await import('./tremendous/tremendous.ts')).tremendousRail(tremendous) }),
  }
}
