import { Accordion, Stack, Textarea, TextInput } from '@mantine/core'
import type { HiringProcess } from '#contract/process.ts'
import { useMistake } from './mistakes.ts'

/** What the process says of itself on its page. */
export function AboutForm({ process, onChange }: { process: HiringProcess; onChange: (process: HiringProcess) => void }) {
  const mistake = useMistake()
  const line = (label: string, key: 'name' | 'best_for' | 'timeline' | 'candidate_effort') => <TextInput label={label} value={process[key]} onChange={(e) => onChange({ ...process, [key]: e.currentTarget.value })} error={mistake(key)} />
  return (
    <Accordion variant="contained" order={2}>
      <Accordion.Item value="about">
        <Accordion.Control>About this process: {process.name}</Accordion.Control>
        <Accordion.Panel>
          <Stack maw={760}>
            {line('Name of the process', 'name')}
            <Textarea label="In a sentence" autosize value={process.description} onChange={(e) => onChange({ ...process, description: e.currentTarget.value })} error={mistake('description')} />
            {line('Best for', 'best_for')}
            {line('How long it takes', 'timeline')}
            {line('What it asks of a candidate', 'candidate_effort')}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}
