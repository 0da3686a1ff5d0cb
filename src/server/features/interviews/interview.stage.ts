import type { StageType } from '#server/features/applications/index.ts'
import { releaseSlot } from '#server/features/scheduling/index.ts'
import { countSealed } from '#server/features/scorecards/index.ts'
import { record } from '#server/platform/events/record.ts'
import { reviewQuestions } from './questions.ts'
import { changeInterview, insertAgendaItem, insertInterview, interviewOf } from './store.ts'

/** Booked by the candidate, held, scored; the agenda is the candidate's own code. */
export const liveInterviewStage: StageType<'live_interview'> = {
  type: 'live_interview',
  autoAdvance: false,
  onEnter: async (tx, { application: a, stage }) => {
    const id = await insertInterview(tx, { orgId: a.orgId, applicationId: a.id, stageKey: stage.key, location: stage.config.location })
    if (!id) return
    const questions = await reviewQuestions(tx, a.id)
    for (const q of questions) await insertAgendaItem(tx, id, { source: 'review', text: q.text, prompt: '', path: q.path, line: q.line })
    // A standing question starts where the reviewers looked first; the interviewer points it elsewhere at will.
    const first = questions[0] ?? { path: '', line: 0 }
    for (const q of stage.config.standing_questions) await insertAgendaItem(tx, id, { source: 'standing', text: q.question, prompt: q.prompt, path: first.path, line: first.line })
    await record(tx, 'interview.opened', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, interview_id: id })
  },
  status: async (tx, { application: a, stage }) => {
    const i = await interviewOf(tx, a.id, stage.key)
    if (!i || i.state === 'to_book' || i.state === 'no_show') return { complete: false, missing: ['The candidate has not booked a time.'], waitingOn: 'candidate', dueAt: null, teamSummary: i?.state === 'no_show' ? 'Missed; to be booked again' : 'Waits for the candidate to book', candidateSummary: `Choose a time for your ${stage.name}.` }
    if (i.state === 'booked') return { complete: false, missing: ['The interview has not been held.'], waitingOn: 'nobody', dueAt: i.starts_at, teamSummary: 'Interview booked', candidateSummary: `Your ${stage.name} is booked.` }
    const sealed = (await countSealed(tx, { interview_id: i.id })) > 0
    const candidateSummary = 'You have had your interview. The company is deciding what comes next.'
    if (!sealed) return { complete: false, missing: ['The interviewer’s scorecard is not sealed.'], waitingOn: 'team', dueAt: null, teamSummary: 'Held; scorecard to seal', candidateSummary }
    return { complete: true, missing: [], waitingOn: 'team', dueAt: null, teamSummary: 'Held and scored; to decide', candidateSummary }
  },
  // Whoever leaves gives the booked time back, and both calendars hear of it.
  onLeave: async (tx, { application: a, stage }, how) => {
    const i = await interviewOf(tx, a.id, stage.key)
    if (how === 'advanced' || i?.state !== 'booked') return
    await releaseSlot(tx, 'interview', i.id)
    const sequence = i.sequence + 1
    await changeInterview(tx, i.id, { state: 'to_book', sequence })
    await record(tx, 'interview.canceled', { orgId: a.orgId, applicationId: a.id, jobId: a.jobId }, { application_id: a.id, interview_id: i.id, sequence })
  },
}
