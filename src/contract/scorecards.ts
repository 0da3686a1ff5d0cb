import { z } from 'zod'
import { instant, sha256, text } from './common.ts'
import { criterion } from './process.ts'

/** What is scored against a rubric: a review, an interview's card. Criteria → scores with evidence → recommendation → seal. */

export const RECOMMENDATIONS = ['strong_no', 'no', 'yes', 'strong_yes'] as const
export const recommendation = z.enum(RECOMMENDATIONS)
export type Recommendation = z.infer<typeof recommendation>

const level = z.number().int().min(1).max(5)

/** One criterion: a level and what it rests on, or the reason why it can’t be assessed. */
export const score = z.strictObject({ criterion_id: z.string(), level: level.nullable(), cannot_assess: z.string().nullable(), evidence: z.string() })
export type Score = z.infer<typeof score>

/** The same as it is sent: exactly one of the two. */
export const scoreFacts = z
  .strictObject({
    level: level.nullable().default(null),
    cannot_assess: text(1000).refine((s) => s.length >= 10, 'Say in at least 10 characters why this can’t be assessed').nullable().default(null),
    evidence: text(4000).default(''),
  })
  .refine((s) => (s.level === null) !== (s.cannot_assess === null), { path: ['level'], message: 'Choose a level, or say why this can’t be assessed' })
export type ScoreFacts = z.infer<typeof scoreFacts>

export const verdict = z.strictObject({ summary: text(8000), recommendation: recommendation.nullable() })
export type Verdict = z.infer<typeof verdict>

/** Something a scorecard still lacks: where it is to be written (`scores.ID.level`, `drafts.KEY`, `summary`), and what to do. */
export const lack = z.strictObject({ path: z.string(), message: z.string() })
export type Lack = z.infer<typeof lack>

/** What every scorecard has, whatever it is about. */
export const card = z.strictObject({
  criteria: z.array(criterion),
  scores: z.array(score),
  /**
   * The weighted mean of the levels, rounded to 2 decimals: sum(weight × level) / sum(weight) over the criteria that could be
   * assessed. null until every criterion is scored or said not to be assessable, and when none could be.
   */
  weighted: z.number().nullable(),
  summary: z.string(),
  recommendation: recommendation.nullable(),
  sealed_at: instant.nullable(),
  /** What the seal committed to; the same hash is in the event chain. */
  sha256: z.string().nullable(),
  /** What still has to be there before it can be sealed. */
  missing: z.array(lack),
})
export type Card = z.infer<typeof card>

/** What was sealed, and whether it still is what the event chain recorded: SHA-256 over `document` is `sha256`. */
export const seal = z.strictObject({
  /** Canonical JSON (RFC 8785) of the scores, the remarks, the verdict and the rubric’s hash. */
  document: z.string(),
  sha256,
  recorded_sha256: sha256.nullable(),
  recorded_at: instant.nullable(),
  event_seq: z.number().int().nullable(),
  holds: z.boolean(),
})
export type Seal = z.infer<typeof seal>
