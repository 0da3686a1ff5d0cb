import { Checkbox, Group, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core'
import type { Stage, StageOf } from '#contract/process.ts'
import { CriteriaForm } from './criteria-form.tsx'

interface Props<S extends Stage = Stage> {
  stage: S
  onChange: (stage: Stage) => void
}

/** What every stage has, then what its type adds. Less common settings are in the YAML file. */
export function StageForm({ stage, onChange }: Props) {
  return (
    <Stack maw={720}>
      <TextInput label="Name" value={stage.name} onChange={(e) => onChange({ ...stage, name: e.currentTarget.value })} />
      <Textarea label="What the candidate reads" autosize minRows={2} value={stage.candidate_description} onChange={(e) => onChange({ ...stage, candidate_description: e.currentTarget.value })} />
      <TextInput label="Promise" description="One sentence the candidate can hold you to" value={stage.promise} onChange={(e) => onChange({ ...stage, promise: e.currentTarget.value })} />
      <TextInput label="Due within" description="Such as P3D (3 days) or PT48H (48 hours); empty for none" value={stage.due_within ?? ''} onChange={(e) => onChange({ ...stage, due_within: e.currentTarget.value || undefined })} />
      <OfType stage={stage} onChange={onChange} />
    </Stack>
  )
}

function OfType({ stage, onChange }: Props) {
  switch (stage.type) {
    case 'application_form':
      return <Checkbox label="A person reads the application before the next stage opens" checked={stage.config.screening_enabled ?? true} onChange={(e) => onChange({ ...stage, config: { ...stage.config, screening_enabled: e.currentTarget.checked } })} />
    case 'code_assignment':
      return <AssignmentForm stage={stage} onChange={onChange} />
    case 'team_review':
      return <NumberInput label="Reviewers" min={2} max={4} value={stage.config.reviewers} onChange={(v) => onChange({ ...stage, config: { ...stage.config, reviewers: Number(v) } })} />
    case 'live_interview':
      return <InterviewForm stage={stage} onChange={onChange} />
    case 'reference_check':
      return <Textarea label="Questions to the referee" description="One a line" autosize minRows={3} value={stage.config.questions.map((q) => q.question).join('\n')} onChange={(e) => onChange({ ...stage, config: { ...stage.config, questions: lines(e.currentTarget.value).map((question, i) => ({ id: stage.config.questions[i]?.id ?? `question-${i + 1}`, question })) } })} />
    case 'offer':
      return <Textarea label="How the team works" autosize minRows={4} value={stage.config.how_we_work} onChange={(e) => onChange({ ...stage, config: { ...stage.config, how_we_work: e.currentTarget.value } })} />
  }
}

const lines = (text: string) => text.split('\n')

function AssignmentForm({ stage, onChange }: Props<StageOf<'code_assignment'>>) {
  const { config, payout } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  const pay = (amount: number, currency: string, policy: string) => onChange({ ...stage, payout: amount > 0 ? { amount_minor: Math.round(amount * 100), currency, policy: policy === 'when_pushed' ? 'when_pushed' : 'always', pay_within: payout?.pay_within ?? 'P5D' } : undefined })
  const [amount, currency, policy] = [(payout?.amount_minor ?? 0) / 100, payout?.currency ?? 'USD', payout?.policy ?? 'always']
  return (
    <>
      <Group grow align="flex-start">
        <NumberInput label="Pay" min={0} value={amount} onChange={(v) => pay(Number(v), currency, policy)} />
        <TextInput label="Currency" maxLength={3} value={currency} onChange={(e) => pay(amount, e.currentTarget.value.toUpperCase(), policy)} />
        <Select label="Paid" allowDeselect={false} data={[{ value: 'always', label: 'whatever is handed in' }, { value: 'when_pushed', label: 'when something was pushed' }]} value={policy} onChange={(v) => pay(amount, currency, v ?? 'always')} />
      </Group>
      <TextInput label="Time limit" description="Such as PT4H, or PT20S to try it" value={config.time_limit} onChange={(e) => set({ time_limit: e.currentTarget.value })} />
      <Textarea label="AI policy" autosize value={config.ai_policy} onChange={(e) => set({ ai_policy: e.currentTarget.value })} />
      <Textarea label="The task, before the start" autosize maxRows={14} value={config.task} onChange={(e) => set({ task: e.currentTarget.value })} />
      <CriteriaForm criteria={config.rubric.criteria} onChange={(criteria) => set({ rubric: { ...config.rubric, criteria } })} />
    </>
  )
}

function InterviewForm({ stage, onChange }: Props<StageOf<'live_interview'>>) {
  const { config } = stage
  const set = (change: Partial<typeof config>) => onChange({ ...stage, config: { ...config, ...change } })
  return (
    <>
      <TextInput label="Length" value={config.duration} onChange={(e) => set({ duration: e.currentTarget.value })} />
      <TextInput label="Where" value={config.location} onChange={(e) => set({ location: e.currentTarget.value })} />
      <Textarea label="Standing questions" description="One a line" autosize minRows={3} value={config.standing_questions.map((q) => q.question).join('\n')} onChange={(e) => set({ standing_questions: lines(e.currentTarget.value).map((question, i) => ({ id: config.standing_questions[i]?.id ?? `question-${i + 1}`, question, prompt: config.standing_questions[i]?.prompt ?? '' })) })} />
      <CriteriaForm criteria={config.criteria} onChange={(criteria) => set({ criteria })} />
    </>
  )
}
