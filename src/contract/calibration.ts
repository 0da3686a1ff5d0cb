import { z } from 'zod'
import { id, instant, sha256 } from './common.ts'
import { op } from './operation.ts'
import { criterion } from './process.ts'
import { lack, score, scoreFacts } from './scorecards.ts'

/** What a company asks of reviewers before their first review by a rubric; a job's review stage says which. */
export const CALIBRATION_SETTINGS = ['off', 'asked', 'required'] as const

const level = z.number().int().min(1).max(5)
const sampleId = id('smp')

/** One rubric that is in use, and the samples to try it on. */
export const calibrationSet = z.strictObject({
  rubric_sha256: sha256,
  rubric_name: z.string(),
  jobs: z.array(z.strictObject({ id: id('job'), title: z.string() })),
  /** `required`: without it nobody is asked for a review by this rubric. */
  setting: z.enum(CALIBRATION_SETTINGS),
  /** Whether the asking member reviews for one of these jobs. */
  reviews_for: z.boolean(),
  /** When the asking member had scored every sample. */
  calibrated_at: instant.nullable(),
  /** Why there is nothing to score, in a sentence; null when there is. */
  not_possible: z.string().nullable(),
  samples: z.array(z.strictObject({ sample_id: sampleId, name: z.string(), state: z.enum(['new', 'begun', 'sealed']), calibration_id: id('cal').nullable() })),
})
export type CalibrationSet = z.infer<typeof calibrationSet>

/** How scores differ from the reference's: over the criteria that both have a level for. */
export const difference = z.strictObject({
  n: z.number().int(),
  exact: z.number().int(),
  within_one: z.number().int(),
  /** Mean of own minus reference; positive is more lenient. null when n is 0. */
  mean: z.number().nullable(),
})
export type Difference = z.infer<typeof difference>

const reference = z.strictObject({ criterion_id: z.string(), level: level.nullable(), reason: z.string() })

const comparison = z.strictObject({
  title: z.string(),
  /** By criterion; a level of null where the organization's rubric differs from the one the reference was given by. */
  reference: z.array(reference),
  does_well: z.array(z.string()),
  falls_short: z.array(z.strictObject({ path: z.string(), line: z.number().int(), what: z.string() })),
  difference,
})

/** One sample scored by one reviewer: theirs alone, before sealing as after. */
export const calibration = z.strictObject({
  id: id('cal'),
  sample_id: sampleId,
  sample_name: z.string(),
  rubric_name: z.string(),
  criteria: z.array(criterion),
  scores: z.array(score),
  /** What the submission's own tests and the hidden ones gave, as a review's checks would show it. */
  tests: z.strictObject({
    own: z.strictObject({ passed: z.number().int(), failed: z.number().int() }),
    hidden: z.strictObject({ passed: z.number().int(), failed: z.number().int(), failing: z.array(z.string()) }),
  }),
  started_at: instant,
  sealed_at: instant.nullable(),
  missing: z.array(lack),
  /** null until it is sealed. */
  comparison: comparison.nullable(),
})
export type Calibration = z.infer<typeof calibration>

/** A figure and its interval, or a sentence that says why there is none. */
export const figure = z.strictObject({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), why: z.string().nullable() })
export type Figure = z.infer<typeof figure>

const person = z.strictObject({ id: id('mem'), name: z.string() })

/** How far reviewers agree who scored the same work unseen by each other. Of revealed rounds that stayed blind; never of people. */
export const agreement = z.strictObject({
  rubrics: z.array(z.strictObject({ sha256, name: z.string(), rounds: z.number().int(), first_at: instant, last_at: instant })),
  /** The one the figures are of; null while no round is revealed. */
  rubric_sha256: sha256.nullable(),
  rounds: z.number().int(),
  /** Revealed rounds that somebody had unblinded; they are in no figure. */
  left_out: z.number().int(),
  criteria: z.array(
    z.strictObject({
      criterion_id: z.string(),
      name: z.string(),
      /** Rounds in which at least two people gave a level. */
      n: z.number().int(),
      exact: z.number().nullable(),
      within_one: z.number().nullable(),
      kappa: figure,
    }),
  ),
  alpha: figure,
  reading: z.enum(['good', 'tentative', 'low']).nullable(),
  /** Mean absolute difference by pair, in the order of names; null where a pair shares too few rounds. */
  pairs: z.array(z.strictObject({ people: z.tuple([person, person]), rounds: z.number().int(), differences: z.array(z.strictObject({ criterion_id: z.string(), n: z.number().int(), mean: z.number().nullable() })) })),
})
export type Agreement = z.infer<typeof agreement>

/** How the asking member scores beside those who scored the same work. Nobody else's to see. */
export const scoring = z.strictObject({
  /** Revealed rounds, blind to the end, that the member shares with others. */
  rounds: z.number().int(),
  /** Mean of own minus the others' mean, in levels; positive is more lenient. */
  severity: figure,
  criteria: z.array(z.strictObject({ criterion_id: z.string(), name: z.string(), n: z.number().int(), severity: figure })),
  /** Standard deviation of the levels given to the same work: how much of the scale is used. */
  spread: z.strictObject({ own: z.number(), others: z.number() }).nullable(),
  /** Change of severity in levels per quarter of a year. */
  drift: figure,
  quarters: z.array(z.strictObject({ quarter: z.string(), n: z.number().int(), mean: z.number() })),
  calibrations: z.array(z.strictObject({ calibration_id: id('cal'), sample_name: z.string(), rubric_name: z.string(), sealed_at: instant, difference })),
})
export type Scoring = z.infer<typeof scoring>

const calId = z.strictObject({ id: id('cal') })

/** Answers with what somebody scored are `secret`: no copy of them is kept where others’ requests are. */
export const calibrationOps = {
  listCalibrations: op('GET', '/calibrations', { audience: 'team', summary: 'Rubrics in use, and how far you are with scoring their sample submissions.', answer: z.strictObject({ items: z.array(calibrationSet) }) }),
  beginCalibration: op('POST', '/calibrations', {
    audience: 'team',
    summary: 'Begin to score a sample submission by a rubric; what you had begun is gone on with.',
    body: z.strictObject({ rubric_sha256: sha256, sample_id: sampleId }),
    answer: calibration,
    status: 201,
    secret: true,
  }),
  getCalibration: op('GET', '/calibrations/:id', { audience: 'team', summary: 'Your scores of a sample; once sealed, beside the reference’s.', params: calId, answer: calibration }),
  saveCalibrationScore: op('PUT', '/calibrations/:id/scores/:criterion', {
    audience: 'team',
    summary: 'Score one criterion of a sample with its evidence.',
    params: z.strictObject({ id: id('cal'), criterion: z.string().max(64) }),
    body: scoreFacts,
    answer: calibration,
    problems: ['calibration_sealed', 'criterion_unknown'],
    secret: true,
  }),
  sealCalibration: op('POST', '/calibrations/:id/seal', {
    audience: 'team',
    summary: 'Seal your scores of a sample and see the reference.',
    params: calId,
    answer: calibration,
    problems: ['calibration_incomplete', 'calibration_sealed'],
    secret: true,
  }),
  getAgreement: op('GET', '/jobs/:id/agreement', {
    audience: 'team',
    summary: 'How far reviewers agree by one version of a job’s rubric: only what is revealed and stayed blind until then.',
    params: z.strictObject({ id: id('job') }),
    query: z.strictObject({ rubric: sha256.optional() }),
    answer: agreement,
  }),
  getMyScoring: op('GET', '/my-scoring', { audience: 'team', summary: 'How you score beside those who scored the same work. Yours alone.', answer: scoring }),
}
