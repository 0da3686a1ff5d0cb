import { z } from 'zod'

export const RECOMMENDATIONS = ['strong_no', 'no', 'yes', 'strong_yes'] as const
export const recommendation = z.enum(RECOMMENDATIONS)

/** A level for a criterion and what it rests on. */
export const score = z.strictObject({ criterion_id: z.string(), level: z.number().int().min(1).max(5), evidence: z.string() })
export type Score = z.infer<typeof score>
