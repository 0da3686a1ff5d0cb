import type { Offer, OfferTerms } from '#contract/offers.ts'

/** The terms as they stand in the form: dates as the browser's own fields write them. */
export interface Written {
  minor: number
  currency: string
  period: OfferTerms['period']
  kind: OfferTerms['equity']['kind']
  amount: string
  unit: OfferTerms['equity']['unit']
  vesting: string
  start_on: string
  expires_on: string
  place: string
  benefits: string
  how_we_work: string
}

/** The day a moment falls on here, as `2026-11-23`. */
function dayOf(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

const inDays = (n: number) => dayOf(new Date(Date.now() + n * 86_400_000))

/** Where the form begins: the draft there is, or what one would most likely write. */
export function beginning(o: Offer): Written {
  const t = o.terms
  return {
    minor: t?.salary.amount_minor ?? 0,
    currency: t?.salary.currency ?? 'USD',
    period: t?.period ?? 'year',
    kind: t?.equity.kind ?? 'options',
    amount: t?.equity.amount ?? '',
    unit: t?.equity.unit ?? 'percent',
    vesting: t?.equity.vesting ?? '',
    start_on: t?.start_on ?? inDays(30),
    expires_on: t && Date.parse(t.expires_at) > Date.now() ? dayOf(new Date(t.expires_at)) : inDays(7),
    place: t?.place ?? '',
    benefits: t?.benefits ?? '',
    how_we_work: t?.how_we_work ?? o.how_we_work,
  }
}

/** The same as the API takes it. An offer is open until the end of its last day where it was written. */
export function termsOf(v: Written): OfferTerms {
  const end = new Date(`${v.expires_on}T23:59:00`)
  return {
    salary: { amount_minor: v.minor, currency: v.currency },
    period: v.period,
    equity: { kind: v.kind, amount: v.kind === 'none' ? '' : v.amount.trim(), unit: v.unit, vesting: v.kind === 'none' ? '' : v.vesting },
    start_on: v.start_on,
    place: v.place,
    benefits: v.benefits,
    how_we_work: v.how_we_work,
    expires_at: Number.isNaN(end.getTime()) ? '' : end.toISOString(),
  }
}
