import { z } from 'zod'
import { duration, email, slug, text } from './common.ts'
import { money } from './money.ts'

/** The stage types this version knows. A new one is a folder in `features/` and a line here. */
export const GIT_PROVIDERS = ['built-in', 'github'] as const

export const STAGE_TYPES = ['application_form', 'code_assignment', 'team_review', 'live_interview', 'reference_check', 'offer'] as const
export const stageType = z.enum(STAGE_TYPES)
export type StageTypeName = z.infer<typeof stageType>

export const level = z.strictObject({
  level: z.number().int().min(1).max(5),
  name: text(80, 1),
  description: text(2000, 1),
})

export const criterion = z.strictObject({
  id: slug,
  name: text(120, 1),
  weight: z.number().int().min(1).max(100),
  description: text(2000).default(''),
  levels: z.array(level).length(5, 'Describe all five levels').refine((ls) => ls.every((l, i) => l.level === i + 1), 'List the levels in order, 1 to 5'),
})
export type Criterion = z.infer<typeof criterion>

/** What a submission is scored against. Published before anybody starts, frozen with the process version. */
export const rubric = z.strictObject({
  name: text(120, 1),
  criteria: z
    .array(criterion)
    .min(1, 'A rubric needs at least one criterion')
    .max(12)
    .refine((cs) => new Set(cs.map((c) => c.id)).size === cs.length, 'Each criterion needs an id of its own')
    .refine((cs) => cs.reduce((sum, c) => sum + c.weight, 0) === 100, 'The weights must add up to 100'),
})
export type Rubric = z.infer<typeof rubric>

export const formField = z
  .strictObject({
    id: slug,
    label: text(300, 1),
    kind: z.enum(['short_text', 'long_text', 'url', 'phone', 'choice', 'yes_no']),
    required: z.boolean().default(false),
    help: text(1000).default(''),
    options: z.array(text(200, 1)).max(50).default([]),
  })
  .refine((f) => f.kind !== 'choice' || f.options.length >= 2, { path: ['options'], message: 'A choice needs at least two options' })
export type FormField = z.infer<typeof formField>

/** Pay for a stage: the amount, when it is owed, and how soon it is sent. */
export const stagePayout = z.strictObject({
  ...money.shape,
  /** `always`: whatever was handed in; `when_pushed`: only when at least one push was received. */
  policy: z.enum(['always', 'when_pushed']).default('always'),
  pay_within: duration.default('P5D'),
})
export type StagePayout = z.infer<typeof stagePayout>

const common = {
  /** Stable within a process; made from the name when a file leaves it out. */
  key: slug,
  name: text(120, 1),
  candidate_description: text(4000).default(''),
  /** One sentence the candidate can hold us to. */
  promise: text(300).default(''),
  due_within: duration.optional(),
  auto_advance: z.boolean().optional(),
  payout: stagePayout.optional(),
}

export const applicationFormConfig = z.strictObject({
  /** A person looks before the next stage opens. Defaults to true when a later stage pays. */
  screening_enabled: z.boolean().optional(),
  resume: z.enum(['required', 'optional', 'off']).default('optional'),
  fields: z.array(formField).max(30).default([]),
  questions: z.array(formField).max(30).default([]),
})

export const codeAssignmentConfig = z.strictObject({
  time_limit: duration,
  effort: text(80).default(''),
  start_window: duration.default('P7D'),
  /** The starter the repository begins with: a shipped template by its slug, or a starter of your own by its. */
  scaffold: slug,
  /** Of a starter of your own: which version. Left out, publishing puts the newest that is ready here. */
  starter_version: z.number().int().min(1).max(1_000_000).optional(),
  /** Where the repository lives: our own git server, or GitHub where the server is set up for it. */
  provider: z.enum(GIT_PROVIDERS).default('built-in'),
  rubric,
  summary: text(1000).default(''),
  task: text(40_000).default(''),
  ai_policy: text(4000).default(''),
  ownership: text(2000).default(''),
  /** Whom a candidate in trouble reaches while the clock runs: an address or a number. Otherwise it is the hiring manager's address. */
  help_contact: text(200).optional(),
  /** How soon somebody answers there; promised to the candidate. Nothing is promised where it is left out. */
  help_within: duration.optional(),
})

export const teamReviewConfig = z.strictObject({
  reviewers: z.number().int().min(2, 'Independence needs at least two reviewers').max(4).default(2),
  anonymous: z.boolean().default(true),
  feedback_due_within: duration.default('P2D'),
  /** Whether reviewers score the template's sample submissions before their first review by this rubric. */
  calibration: z.enum(['off', 'asked', 'required']).default('asked'),
  /** Addresses of the members who may be asked; left out, the reviewers of the job's hiring team are. */
  pool: z.array(email).min(1, 'Name at least one address, or leave the pool out').max(50).optional(),
  /** Scored against the assignment's rubric unless it has one of its own. */
  rubric: rubric.optional(),
})

export const liveInterviewConfig = z.strictObject({
  duration: duration.default('PT60M'),
  interviewers: z.number().int().min(1).max(1, 'Panels of several come in a later version').default(1),
  location: text(500).default(''),
  standing_questions: z.array(z.strictObject({ id: slug, question: text(500, 1), prompt: text(2000).default('') })).max(12).default([]),
  criteria: rubric.shape.criteria,
})

export const referenceCheckConfig = z.strictObject({
  count: z.number().int().min(1).max(5).default(2),
  call_duration: duration.default('PT20M'),
  wanted: z.array(z.enum(['shipped_with', 'managed'])).default(['shipped_with', 'managed']),
  questions: z.array(z.strictObject({ id: slug, question: text(500, 1) })).min(1).max(20),
})

export const offerConfig = z.strictObject({
  expires_after: duration.default('P7D'),
  /** Markdown shown with the offer: rituals, on-call, decisions, remote rules. */
  how_we_work: text(8000).default(''),
})

export const stage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('application_form'), ...common, config: applicationFormConfig }),
  z.strictObject({ type: z.literal('code_assignment'), ...common, config: codeAssignmentConfig }),
  z.strictObject({ type: z.literal('team_review'), ...common, config: teamReviewConfig }),
  z.strictObject({ type: z.literal('live_interview'), ...common, config: liveInterviewConfig }),
  z.strictObject({ type: z.literal('reference_check'), ...common, config: referenceCheckConfig }),
  z.strictObject({ type: z.literal('offer'), ...common, config: offerConfig }),
])
export type Stage = z.infer<typeof stage>
export type StageOf<T extends StageTypeName> = Extract<Stage, { type: T }>

/** A hiring process in its normal form: everything inline, every default written out. */
export const hiringProcess = z
  .strictObject({
    api_version: z.literal('handiwork/v1').default('handiwork/v1'),
    kind: z.literal('HiringProcess').default('HiringProcess'),
    name: text(120, 1),
    description: text(300).default(''),
    why_it_works: z.array(text(500, 1)).max(10).default([]),
    best_for: text(300).default(''),
    timeline: text(80).default(''),
    candidate_effort: text(120).default(''),
    tags: z.array(text(40, 1)).max(20).default([]),
    stages: z.array(stage).min(1, 'A process needs at least one stage').max(20),
  })
  .superRefine((p, ctx) => {
    for (const problem of processProblems(p.stages)) ctx.addIssue({ code: 'custom', path: ['stages', ...problem.path], message: problem.message })
  })
export type HiringProcess = z.infer<typeof hiringProcess>

/** Rules that span stages: what must come first, what needs what before it. */
export function processProblems(stages: readonly Stage[]): { path: (string | number)[]; message: string }[] {
  const problems: { path: (string | number)[]; message: string }[] = []
  const say = (i: number, message: string, key = 'type') => problems.push({ path: [i, key], message })
  const before = (i: number, type: StageTypeName) => stages.slice(0, i).some((s) => s.type === type)
  stages.forEach((s, i) => {
    if (stages.findIndex((other) => other.key === s.key) !== i) say(i, `Another stage already has the key “${s.key}”`, 'key')
    if (i === 0 && s.type !== 'application_form') say(i, 'The first stage is the application form: it is how people enter')
    if (i > 0 && s.type === 'application_form') say(i, 'Only the first stage can be the application form')
    if (s.type === 'team_review' && !before(i, 'code_assignment')) say(i, 'A team review needs a code assignment before it')
    if (s.type === 'code_assignment' && s.config.provider !== 'built-in' && s.config.starter_version !== undefined) problems.push({ path: [i, 'config', 'starter_version'], message: 'A starter of your own is served by our own git server only' })
    if (s.type === 'offer' && i !== stages.length - 1) say(i, 'The offer is the last stage')
    const once = s.type !== 'live_interview' && stages.findIndex((other) => other.type === s.type) !== i
    if (once && s.type !== 'application_form') say(i, 'This version runs one stage of this type in a process')
  })
  return problems
}
