import { momentIn } from '#server/lib/zones.ts'

/** When planned feedback goes, as both ends read it. */
export const planInWords = (plan: { at: Date; zone: string }) => momentIn(plan.at, plan.zone)
