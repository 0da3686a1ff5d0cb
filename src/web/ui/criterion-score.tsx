import { Fieldset, Radio, Stack, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { Done, Refused } from './parts.tsx'

interface Level {
  level: number
  name: string
  description: string
}

interface Shown {
  criterion: { id: string; name: string; weight: number; description: string; levels: readonly Level[] }
  saved: { level: number | null; cannot_assess: string | null; evidence: string } | undefined
}

interface Props extends Shown {
  /** What counts as evidence. */
  hint: string
  onSave: (score: { level: number; evidence: string }) => void
  error: Error | null
  isSaved: boolean
}

/** One criterion: its levels in words, and what the chosen one rests on. Kept when a level is chosen or the text is left. */
export function CriterionScore({ criterion: c, saved, hint, onSave, error, isSaved }: Props) {
  const [level, setLevel] = useState(saved?.level ? String(saved.level) : '')
  const [evidence, setEvidence] = useState(saved?.evidence ?? '')
  const save = (next: string) => next && onSave({ level: Number(next), evidence })
  const choose = (next: string) => {
    setLevel(next)
    save(next)
  }
  return (
    <Fieldset legend={`${c.name} (${c.weight} %)`}>
      {c.description && <Text size="sm" c="dimmed" mb="xs">{c.description}</Text>}
      <Radio.Group aria-label={`Level for ${c.name}`} value={level} onChange={choose}>
        <Stack gap={6}>{c.levels.map((l) => <Radio key={l.level} value={String(l.level)} label={`${l.level} ${l.name}`} description={l.description} />)}</Stack>
      </Radio.Group>
      <Textarea mt="xs" label={`Evidence for ${c.name}`} description={hint} autosize minRows={2} value={evidence} onChange={(e) => setEvidence(e.currentTarget.value)} onBlur={() => evidence !== (saved?.evidence ?? '') && save(level)} />
      {evidence && !level && <Text size="xs" c="dimmed" mt={4}>Choose a level: the evidence is kept with it.</Text>}
      <Refused error={error} />
      <Done when={isSaved && !error && evidence === saved?.evidence}>Kept</Done>
    </Fieldset>
  )
}

/** A score that can’t be changed any more, to be read. */
export function CriterionScored({ criterion: c, saved }: Shown) {
  const level = c.levels.find((l) => l.level === saved?.level)
  return (
    <section aria-label={c.name}>
      <Title order={2} size="h6">{c.name} <Text span size="sm" c="dimmed">{c.weight} %</Text></Title>
      <Text size="sm"><b>{level ? `${level.level} ${level.name}` : saved?.cannot_assess ? 'Can’t be assessed' : 'Not scored'}</b></Text>
      {level && <Text size="xs" c="dimmed">{level.description}</Text>}
      {saved?.cannot_assess && <Text size="sm" mt={4}>{saved.cannot_assess}</Text>}
      {saved?.evidence && <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{saved.evidence}</Text>}
    </section>
  )
}
