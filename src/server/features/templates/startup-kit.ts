import { asRecord, freeSlug, slugify } from './keys.ts'
import { agreedQuestions, generalCriteria } from './startup-kit-defaults.ts'

type Draft = Record<string, unknown>

const ON_PROCESS = ['candidate_data_fields', 'quick_fields', 'candidate_description', 'screening_enabled', 'duration_minutes']
/** On our stages, `candidate_description` is our own word, and `screening_enabled` and `reviewers` are in the config. */
const ON_STAGE = ['reviewers', 'candidate_data_fields', 'quick_fields', 'screening_enabled', 'duration_minutes']
const IN_CONFIG = ['candidate_data_fields', 'quick_fields', 'candidate_description', 'duration_minutes']
const TYPES: Record<string, string> = { application: 'application_form', interview: 'live_interview', assignment: 'code_assignment', review: 'team_review', references: 'reference_check' }
const KINDS: Record<string, string> = { text: 'short_text', string: 'short_text', short_text: 'short_text', textarea: 'long_text', long_text: 'long_text', url: 'url', link: 'url', phone: 'phone', tel: 'phone', select: 'choice', choice: 'choice', boolean: 'yes_no', yes_no: 'yes_no', checkbox: 'yes_no' }

/** Whether a file was written for StartupKit: it has no version of ours and at least one word only theirs has. */
export function isStartupKit(value: unknown): boolean {
  const draft = asRecord(value)
  if (!draft || draft['api_version'] !== undefined || draft['kind'] !== undefined) return false
  return ON_PROCESS.some((word) => word in draft) || stagesOf(draft).some(isTheirStage)
}

function isTheirStage(stage: Draft): boolean {
  const config = asRecord(stage['config']) ?? {}
  return Object.hasOwn(TYPES, String(stage['type'])) || ON_STAGE.some((word) => word in stage) || IN_CONFIG.some((word) => word in config)
}

function stagesOf(draft: Draft): Draft[] {
  return Array.isArray(draft['stages']) ? draft['stages'].map((s) => asRecord(s) ?? {}) : []
}

/**
 * A file written for StartupKit in our words. What theirs leaves out and ours needs (criteria, questions for references)
 * gets a general text that the team should make its own; keys we do not know stay, so that they are named as mistakes.
 */
export function fromStartupKit(value: unknown): unknown {
  const { candidate_data_fields, quick_fields, screening_enabled, candidate_description, duration_minutes, ...rest } = asRecord(value) ?? {}
  const whole: Draft = { candidate_data_fields, quick_fields, screening_enabled }
  const description = rest['description'] ?? candidate_description
  const stages = Array.isArray(rest['stages']) ? rest['stages'].map((s: unknown) => stageFrom(s, whole, duration_minutes)) : rest['stages']
  return defined({ ...rest, description, stages })
}

function stageFrom(value: unknown, whole: Draft, wholeMinutes: unknown): unknown {
  const stage = asRecord(value)
  if (!stage) return value
  const type = TYPES[String(stage['type'])] ?? stage['type']
  // Their keys stand on the stage or in its config; both are read.
  const { reviewers, candidate_data_fields, quick_fields, screening_enabled, duration_minutes, config: given, ...rest } = stage
  const { candidate_description, ...config } = asRecord(given) ?? {}
  const theirs = { ...defined({ reviewers, candidate_data_fields, quick_fields, screening_enabled, duration_minutes }), ...config }
  const own = defined({ ...rest, candidate_description: rest['candidate_description'] ?? candidate_description })
  return { ...own, type, config: configFrom(String(type), theirs, whole, wholeMinutes) }
}

function configFrom(type: string, theirs: Draft, whole: Draft, wholeMinutes: unknown): Draft {
  const { duration_minutes, reviewers, candidate_data_fields, quick_fields, screening_enabled, ...kept } = theirs
  const minutes = lasting(duration_minutes ?? wholeMinutes)
  switch (type) {
    case 'application_form': {
      const fields = candidate_data_fields ?? quick_fields ?? whole['candidate_data_fields'] ?? whole['quick_fields']
      return defined({ fields: fields === undefined ? undefined : fieldsFrom(fields), screening_enabled: screening_enabled ?? whole['screening_enabled'], ...kept })
    }
    case 'code_assignment':
      return defined({ time_limit: minutes ?? 'PT4H', scaffold: 'backend-engineer', rubric: { name: 'Work sample', criteria: generalCriteria() }, ...kept })
    case 'team_review':
      return defined({ reviewers: reviewersFrom(reviewers), ...kept })
    case 'live_interview':
      return defined({ duration: minutes, criteria: generalCriteria(), ...kept })
    case 'reference_check':
      return defined({ call_duration: minutes, questions: agreedQuestions(), ...kept })
    default:
      return kept
  }
}

const lasting = (minutes: unknown) => (typeof minutes === 'number' && Number.isInteger(minutes) && minutes > 0 ? `PT${minutes}M` : undefined)

function reviewersFrom(reviewers: unknown): number | undefined {
  const n = Array.isArray(reviewers) ? reviewers.length : reviewers
  return typeof n === 'number' && Number.isInteger(n) ? Math.min(4, Math.max(2, n)) : undefined
}

function fieldsFrom(fields: unknown): unknown {
  if (!Array.isArray(fields)) return fields
  const taken = new Set<string>()
  return fields.map((field: unknown) => fieldFrom(field, taken))
}

function fieldFrom(field: unknown, taken: Set<string>): unknown {
  const f = typeof field === 'string' ? { name: field } : asRecord(field)
  if (!f) return field
  const { id, name: named, label, type, kind, ...rest } = f as Draft
  const words = String(label ?? named ?? id ?? '')
  const made = freeSlug(slugify(String(id ?? named ?? label ?? '')) || 'field', (s) => taken.has(s))
  taken.add(made)
  const asked = String(kind ?? type ?? 'short_text')
  return { id: made, label: typeof field === 'string' ? sentenceCase(words) : words, kind: KINDS[asked] ?? asked, ...rest }
}

const sentenceCase = (words: string) => words.replaceAll(/[_-]+/g, ' ').replace(/^./, (letter) => letter.toUpperCase())

function defined(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, v]) => v !== undefined))
}
