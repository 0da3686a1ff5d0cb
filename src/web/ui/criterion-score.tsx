import { Fieldset, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Done, Refused } from './parts.tsx'

interface Props {
  criterion: { id: string; name: string; weight: number; description: string; levels: readonly { level: number; name: string; description: string }[] }
  saved: { level: number; evidence: string } | undefined
  closed: boolean
  /** What counts as evidence. */
  hint: string
  onSave: (score: { level: number; evidence: string }) => void
  error: Error | null
  isSaved: boolean
}

/** One criterion: its levels in words, and what the chosen one rests on. Kept when a level is chosen or the text is left. */
export function CriterionScore({ criterion: c, saved, closed, hint, onSave, error, isSaved }: Props) {
  const [level, setLevel] = useState(saved ? String(saved.level) : '')
  const [evidence, setEvidence] = useState(saved?.evidence ?? '')
  const save = (next: string) => next && onSave({ level: Number(next), evidence })
  return (
    <Fieldset legend={`${c.name} (${c.weight} %)`} disabled={closed}>
      {c.description && <Text size="sm" c="dimmed" mb="xs">{c.description}</Text>}
      <Radio.Group
        aria-label={`Level for ${c.name}`}
        value={level}
        onChange={(v) => {
          setLevel(v)
          save(v)
        }}
      >
        <Stack gap={6}>{c.levels.map((l) => <Radio key={l.level} value={String(l.level)} label={`${l.level} ${l.name}`} description={l.description} />)}</Stack>
      </Radio.Group>
      <Textarea mt="xs" label={`Evidence for ${c.name}`} description={hint} autosize minRows={2} value={evidence} onChange={(e) => setEvidence(e.currentTarget.value)} onBlur={() => evidence !== (saved?.evidence ?? '') && save(level)} />
      {evidence && !level && <Text size="xs" c="dimmed" mt={4}>Choose a level: the evidence is kept with it.</Text>}
      <Refused error={error} />
      <Done when={isSaved && !error}>Kept</Done>
    </Fieldset>
  )
}
