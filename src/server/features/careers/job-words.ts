import type { PublicJob } from '#contract/careers.ts'
import { formatMoney } from '#contract/money.ts'

export const EMPLOYMENT: Record<PublicJob['employment_type'], string> = { full_time: 'Full time', part_time: 'Part time', contract: 'Contract', internship: 'Internship' }

/** `$150,000 – $190,000 USD a year`. */
export function payWords(pay: PublicJob['pay_range']): string {
  if (!pay) return ''
  const [low, high] = [formatMoney(pay.min), formatMoney(pay.max)]
  const a = pay.period === 'hour' ? 'an' : 'a'
  const range = low === high ? low : `${low.slice(0, -pay.min.currency.length - 1)} – ${high}`
  return `${range} ${a} ${pay.period}`
}
