import { Alert, Checkbox, List, NativeSelect, NumberInput, Select, Text, Textarea, TextInput } from '@mantine/core'
import type { Stage, StageOf, StageTypeName } from '#contract/process.ts'
import { CriteriaForm } from './criteria-form.tsx'
import { DurationInput } from './inputs.tsx'
import { useMistake } from './mistakes.ts'
import { PoolField } from './pool-field.tsx'
import { FieldsForm, RefereeQuestionsForm, StandingForm } from './question-forms.tsx'
import { StarterField } from './starter-field.tsx'

interface Props<T extends StageTypeName> {
  stage: StageOf<T>
  onChange: (stage: Stage) => void
}

export function ApplicationForm({ stage, onChange }: Props<'application_form'>) {
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <Checkbox label="A person reads the application before the next stage opens" checked={config.screening_enabled ?? true} onChange={(e) => set({ screening_enabled: e.currentTarget.checked })} />
      <Select label="Résumé" allowDeselect={false} data={['required', 'optional', 'off']} value={config.resume} onChange={(v) => set({ resume: v === 'required' || v === 'off' ? v : 'optional' })} />
      <FieldsForm one="fact" title="Facts asked for" path="config.fields" fields={config.fields} onChange={(fields) => set({ fields })} />
      <FieldsForm one="question" title="Questions" path="config.questions" fields={config.questions} onChange={(questions) => set({ questions })} />
    </>
  )
}

export function AssignmentForm({ stage, onChange }: Props<'code_assignment'>) {
  const mistake = useMistake()
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  const area = (label: string, key: 'summary' | 'task' | 'ai_policy' | 'ownership') => <Textarea label={label} autosize minRows={2} maxRows={16} value={config[key]} onChange={(e) => set({ [key]: e.currentTarget.value })} error={mistake(`config.${key}`)} />
  return (
    <>
      <DurationInput label="Time limit" hint="Such as PT4H, or PT20S to try it" path="config.time_limit" value={config.time_limit} onChange={(time_limit) => set({ time_limit })} />
      <TextInput label="Honest effort" description="What candidates are told it takes, such as 3–4 hours" value={config.effort} onChange={(e) => set({ effort: e.currentTarget.value })} error={mistake('config.effort')} />
      <DurationInput label="To be started within" path="config.start_window" value={config.start_window} onChange={(start_window) => set({ start_window })} />
      <StarterField config={config} onChange={set} />
      <NativeSelect
        label="Where repositories live"
        value={config.provider}
        onChange={(e) => set(e.currentTarget.value === 'github' ? { provider: 'github', starter_version: undefined } : { provider: 'built-in' })}
        data={[{ value: 'built-in', label: 'Here, on our own git server' }, { value: 'github', label: 'On GitHub' }]}
        error={mistake('config.provider')}
      />
      {config.provider === 'github' && <GithubLimits />}
      {area('Summary', 'summary')}
      {area('The task, before the start', 'task')}
      {area('AI policy', 'ai_policy')}
      {area('Who owns the code', 'ownership')}
      <TextInput label="Help while the clock runs" description="An address or a number that candidates are shown. Left empty, it is the hiring manager’s address." value={config.help_contact ?? ''} onChange={(e) => set({ help_contact: e.currentTarget.value || undefined })} error={mistake('config.help_contact')} />
      <DurationInput label="Somebody answers there within" hint="Such as PT2H, and promised to candidates" optional="Empty: nothing is promised" path="config.help_within" value={config.help_within ?? ''} onChange={(help_within) => set({ help_within: help_within || undefined })} />
      <TextInput label="Name of the rubric" value={config.rubric.name} onChange={(e) => set({ rubric: { ...config.rubric, name: e.currentTarget.value } })} error={mistake('config.rubric.name')} />
      <CriteriaForm path="config.rubric.criteria" criteria={config.rubric.criteria} onChange={(criteria) => set({ rubric: { ...config.rubric, criteria } })} />
    </>
  )
}

/** What is given up, said where it is chosen. */
function GithubLimits() {
  return (
    <Alert color="yellow" title="What GitHub can’t promise">
      <List size="sm">
        <List.Item>Late pushes can’t be refused by our clock. They land, and are not submitted: what counts is read afterwards from GitHub’s own record, to the second.</List.Item>
        <List.Item>Every candidate needs an account there, and has to accept an invitation.</List.Item>
        <List.Item>git says nothing of ours after a push: no time left, no reason why a push can’t count.</List.Item>
        <List.Item>The clock can only start while GitHub answers, and GitHub’s limits let some 40 candidates a minute start.</List.Item>
      </List>
      <Text size="sm" mt="xs">The starter is the template repository of the same name on GitHub, and this server has to be set up for GitHub.</Text>
    </Alert>
  )
}

export function ReviewForm({ stage, onChange }: Props<'team_review'>) {
  const mistake = useMistake()
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <NumberInput label="Reviewers" description="Each scores alone; nobody sees a review before all are sealed" min={2} max={4} allowDecimal={false} value={config.reviewers} onChange={(v) => set({ reviewers: Number(v) })} error={mistake('config.reviewers')} />
      <Checkbox label="Reviewers do not see the candidate’s name" checked={config.anonymous} onChange={(e) => set({ anonymous: e.currentTarget.checked })} />
      <PoolField config={config} onChange={set} />
      <NativeSelect
        label="Before their first review by this rubric"
        description="A template’s sample submissions show whether two people mean the same by a level"
        value={config.calibration}
        onChange={(e) => set({ calibration: e.currentTarget.value === 'off' || e.currentTarget.value === 'required' ? e.currentTarget.value : 'asked' })}
        data={[{ value: 'asked', label: 'Reviewers are asked to score the samples' }, { value: 'required', label: 'Reviewers must have scored the samples' }, { value: 'off', label: 'Nothing' }]}
        error={mistake('config.calibration')}
      />
      <DurationInput label="Feedback sent within" path="config.feedback_due_within" value={config.feedback_due_within} onChange={(feedback_due_within) => set({ feedback_due_within })} />
      {config.rubric && <CriteriaForm path="config.rubric.criteria" criteria={config.rubric.criteria} onChange={(criteria) => set({ rubric: { name: config.rubric?.name ?? 'Rubric', criteria } })} />}
    </>
  )
}

export function InterviewForm({ stage, onChange }: Props<'live_interview'>) {
  const mistake = useMistake()
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <DurationInput label="Length" path="config.duration" value={config.duration} onChange={(duration) => set({ duration })} />
      <TextInput label="Where" description="A link to the call, or an address" value={config.location} onChange={(e) => set({ location: e.currentTarget.value })} error={mistake('config.location')} />
      <StandingForm questions={config.standing_questions} onChange={(standing_questions) => set({ standing_questions })} />
      <CriteriaForm path="config.criteria" criteria={config.criteria} onChange={(criteria) => set({ criteria })} />
    </>
  )
}

const WANTED = [['shipped_with', 'Ask for somebody they shipped a system with'], ['managed', 'Ask for somebody who managed them']] as const

export function ReferenceForm({ stage, onChange }: Props<'reference_check'>) {
  const mistake = useMistake()
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <NumberInput label="Referees" min={1} max={5} allowDecimal={false} value={config.count} onChange={(v) => set({ count: Number(v) })} error={mistake('config.count')} />
      <DurationInput label="Length of a call" path="config.call_duration" value={config.call_duration} onChange={(call_duration) => set({ call_duration })} />
      {WANTED.map(([who, label]) => <Checkbox key={who} label={label} checked={config.wanted.includes(who)} onChange={(e) => set({ wanted: e.currentTarget.checked ? [...config.wanted, who] : config.wanted.filter((w) => w !== who) })} />)}
      {mistake('config.questions') && <span role="alert">{mistake('config.questions')}</span>}
      <RefereeQuestionsForm questions={config.questions} onChange={(questions) => set({ questions })} />
    </>
  )
}

export function OfferForm({ stage, onChange }: Props<'offer'>) {
  const mistake = useMistake()
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <DurationInput label="Open for" path="config.expires_after" value={config.expires_after} onChange={(expires_after) => set({ expires_after })} />
      <Textarea label="How the team works" description="Where the text of every offer begins. Markdown." autosize minRows={5} value={config.how_we_work} onChange={(e) => set({ how_we_work: e.currentTarget.value })} error={mistake('config.how_we_work')} />
    </>
  )
}
