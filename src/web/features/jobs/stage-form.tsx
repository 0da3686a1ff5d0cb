import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import type { Stage } from '#contract/process.ts'
import { DurationInput, PayForm } from './inputs.tsx'
import { useMistake } from './mistakes.ts'
import { ApplicationForm, AssignmentForm, InterviewForm, OfferForm, ReferenceForm, ReviewForm } from './type-forms.tsx'

interface Props {
  stage: Stage
  onChange: (stage: Stage) => void
}

/** What every stage has, then what its type adds. */
export function StageForm({ stage, onChange }: Props) {
  const mistake = useMistake()
  return (
    <Stack maw={760}>
      <TextInput label="Name" value={stage.name} onChange={(e) => onChange({ ...stage, name: e.currentTarget.value })} error={mistake('name') ?? mistake('type') ?? mistake('key')} />
      <Textarea label="What the candidate reads" autosize minRows={2} value={stage.candidate_description} onChange={(e) => onChange({ ...stage, candidate_description: e.currentTarget.value })} error={mistake('candidate_description')} />
      <TextInput label="Promise" description="One sentence the candidate can hold you to" value={stage.promise} onChange={(e) => onChange({ ...stage, promise: e.currentTarget.value })} error={mistake('promise')} />
      <DurationInput label="Due within" hint="Such as P3D (3 days) or PT48H (48 hours)" path="due_within" optional value={stage.due_within ?? ''} onChange={(v) => onChange({ ...stage, due_within: v || undefined })} />
      <Checkbox label="Go on to the next stage by itself when this one is complete" checked={stage.auto_advance ?? false} onChange={(e) => onChange({ ...stage, auto_advance: e.currentTarget.checked || undefined })} />
      {(stage.type === 'code_assignment' || stage.payout) && <PayForm stage={stage} onChange={onChange} />}
      <OfType stage={stage} onChange={onChange} />
    </Stack>
  )
}

function OfType({ stage, onChange }: Props) {
  switch (stage.type) {
    case 'application_form':
      return <ApplicationForm stage={stage} onChange={onChange} />
    case 'code_assignment':
      return <AssignmentForm stage={stage} onChange={onChange} />
    case 'team_review':
      return <ReviewForm stage={stage} onChange={onChange} />
    case 'live_interview':
      return <InterviewForm stage={stage} onChange={onChange} />
    case 'reference_check':
      return <ReferenceForm stage={stage} onChange={onChange} />
    case 'offer':
      return <OfferForm stage={stage} onChange={onChange} />
  }
}
