import { Checkbox, Group, Select, Textarea, TextInput, Title } from '@mantine/core'
import type { FormField, StageOf } from '#contract/process.ts'
import { Repeater } from '#web/ui/repeater.tsx'
import { useMistake } from './mistakes.ts'

const KINDS: readonly { value: FormField['kind']; label: string }[] = [
  { value: 'short_text', label: 'a line of text' },
  { value: 'long_text', label: 'a longer text' },
  { value: 'url', label: 'a link' },
  { value: 'phone', label: 'a phone number' },
  { value: 'choice', label: 'one of several' },
  { value: 'yes_no', label: 'yes or no' },
]

/** What people are asked when they apply. */
export function FieldsForm({ one, title, path, fields, onChange }: { one: string; title: string; path: string; fields: FormField[]; onChange: (fields: FormField[]) => void }) {
  return (
    <>
      <Title order={3} size="h5">{title}</Title>
      <Repeater one={one} items={fields} max={30} onChange={onChange} make={(id): FormField => ({ id, label: '', kind: 'short_text', required: false, help: '', options: [] })}>
        {(field, put, i) => <FieldForm field={field} path={`${path}.${i}`} label={`${one[0]?.toUpperCase()}${one.slice(1)} ${i + 1}`} onChange={put} />}
      </Repeater>
    </>
  )
}

function FieldForm({ field: f, path, label, onChange }: { field: FormField; path: string; label: string; onChange: (field: FormField) => void }) {
  const mistake = useMistake()
  return (
    <>
      <Textarea label={label} autosize value={f.label} onChange={(e) => onChange({ ...f, label: e.currentTarget.value })} error={mistake(`${path}.label`)} />
      <TextInput label={`Help for ${label.toLowerCase()}`} value={f.help} onChange={(e) => onChange({ ...f, help: e.currentTarget.value })} error={mistake(`${path}.help`)} />
      <Group align="flex-end">
        <Select label={`Answer to ${label.toLowerCase()}`} allowDeselect={false} data={KINDS} value={f.kind} onChange={(v) => onChange({ ...f, kind: KINDS.find((k) => k.value === v)?.value ?? 'short_text' })} />
        <Checkbox label={`${label} must be answered`} pb={8} checked={f.required} onChange={(e) => onChange({ ...f, required: e.currentTarget.checked })} />
      </Group>
      {f.kind === 'choice' && <Textarea label={`Options of ${label.toLowerCase()}`} description="One a line, at least two" autosize minRows={2} value={f.options.join('\n')} onChange={(e) => onChange({ ...f, options: e.currentTarget.value.split('\n') })} error={mistake(`${path}.options`, { whole: true })} />}
    </>
  )
}

type Standing = StageOf<'live_interview'>['config']['standing_questions']

/** Questions every candidate gets, each with what the interviewer may follow up with. */
export function StandingForm({ questions, onChange }: { questions: Standing; onChange: (questions: Standing) => void }) {
  const mistake = useMistake()
  return (
    <>
      <Title order={3} size="h5">Standing questions</Title>
      <Repeater one="question" items={questions} max={12} onChange={onChange} make={(id) => ({ id, question: '', prompt: '' })}>
        {(q, put, i) => (
          <>
            <Textarea label={`Question ${i + 1}`} autosize value={q.question} onChange={(e) => put({ ...q, question: e.currentTarget.value })} error={mistake(`config.standing_questions.${i}.question`)} />
            <Textarea label={`Prompt for the interviewer ${i + 1}`} description="The candidate does not see it" autosize value={q.prompt} onChange={(e) => put({ ...q, prompt: e.currentTarget.value })} error={mistake(`config.standing_questions.${i}.prompt`)} />
          </>
        )}
      </Repeater>
    </>
  )
}

type Asked = StageOf<'reference_check'>['config']['questions']

export function RefereeQuestionsForm({ questions, onChange }: { questions: Asked; onChange: (questions: Asked) => void }) {
  const mistake = useMistake()
  return (
    <>
      <Title order={3} size="h5">Questions to the referee</Title>
      <Repeater one="question" items={questions} max={20} onChange={onChange} make={(id) => ({ id, question: '' })}>
        {(q, put, i) => <Textarea label={`Question ${i + 1}`} autosize value={q.question} onChange={(e) => put({ ...q, question: e.currentTarget.value })} error={mistake(`config.questions.${i}.question`)} />}
      </Repeater>
    </>
  )
}
