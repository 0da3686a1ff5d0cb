import type { Criterion, Stage, StageTypeName } from '#contract/process.ts'

/** A stage of a type with everything a process needs to be valid, ready to be changed. */
export function newStage(type: StageTypeName, others: readonly Stage[]): Stage {
  const key = freeKey(type.replaceAll('_', '-'), others)
  const common = { key, name: type.replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase()), candidate_description: '', promise: '' }
  switch (type) {
    case 'application_form':
      return { ...common, type, config: { resume: 'optional', fields: [], questions: [] } }
    case 'code_assignment':
      return { ...common, type, config: { time_limit: 'PT4H', effort: '3–4 hours', start_window: 'P7D', scaffold: 'backend-engineer', provider: 'built-in', rubric: { name: 'Rubric', criteria: [newCriterion('quality', 100)] }, summary: '', task: '', ai_policy: '', ownership: '' } }
    case 'team_review':
      return { ...common, type, config: { reviewers: 2, anonymous: true, feedback_due_within: 'P2D', calibration: 'asked' } }
    case 'live_interview':
      return { ...common, type, config: { duration: 'PT60M', interviewers: 1, location: '', standing_questions: [], criteria: [newCriterion('overall', 100)] } }
    case 'reference_check':
      return { ...common, type, config: { count: 2, call_duration: 'PT20M', wanted: ['shipped_with', 'managed'], questions: [{ id: 'together', question: 'What did you work on together?' }] } }
    case 'offer':
      return { ...common, type, config: { expires_after: 'P7D', how_we_work: '' } }
  }
}

/** A criterion with five levels to be put into words. */
export function newCriterion(id: string, weight: number): Criterion {
  const levels = ['Not there', 'Beginning', 'Sound', 'Strong', 'Outstanding'].map((name, i) => ({ level: i + 1, name, description: `Say what level ${i + 1} looks like.` }))
  return { id, name: 'New criterion', weight, description: '', levels }
}

function freeKey(base: string, others: readonly Stage[]): string {
  const taken = new Set(others.map((s) => s.key))
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}-${n}`
    if (!taken.has(key)) return key
  }
}
