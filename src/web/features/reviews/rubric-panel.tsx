import { Progress, Select, Stack, Text, Textarea, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import { RECOMMENDATIONS } from '#contract/scorecards.ts'
import { CriterionScored } from '#web/ui/criterion-score.tsx'
import { useKeys } from '#web/ui/keys.ts'
import { words } from '#web/ui/parts.tsx'
import { CriterionCard } from './criterion-card.tsx'
import { KeptNote } from './kept-note.tsx'
import type { Scoring } from './use-scoring.ts'

/** What of the rubric is asked for by a key or a link; a new object asks again. */
export interface Wanted {
  criterion?: string
  field: 'level' | 'reason' | 'evidence' | 'summary' | 'recommendation'
}

interface PanelProps {
  r: Review
  /** Only in one's own review, before it is sealed. */
  scoring: Scoring | undefined
  wanted: Wanted | null
  onGo: (comment: ReviewComment) => void
}

/** The rubric: to be filled in by its author, to be read by everybody else once it is open. */
export function RubricPanel({ r, scoring, wanted, onGo }: PanelProps) {
  return scoring ? <Open r={r} scoring={scoring} wanted={wanted} onGo={onGo} /> : <Closed r={r} />
}

function Closed({ r }: { r: Review }) {
  return (
    <Stack component="section" aria-label="Rubric" gap="md" p="sm">
      {r.weighted !== null && <Text size="sm">Weighted: <b>{r.weighted}</b> of 5</Text>}
      {r.criteria.map((c) => <CriterionScored key={c.id} criterion={c} saved={r.scores.find((s) => s.criterion_id === c.id)} />)}
      <section aria-label="Verdict">
        <Title order={2} size="h6">{r.recommendation ? `Recommends: ${words(r.recommendation)}` : 'No recommendation'}</Title>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{r.summary}</Text>
      </section>
    </Stack>
  )
}

function Open({ r, scoring, wanted, onGo }: PanelProps & { scoring: Scoring }) {
  const [current, setCurrent] = useState(() => r.criteria.find((c) => !r.scores.some((s) => s.criterion_id === c.id))?.id ?? r.criteria[0]?.id ?? '')
  const [focus, setFocus] = useState<{ on: string; field: 'level' | 'reason' | 'evidence' } | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!wanted?.criterion || wanted.field === 'summary' || wanted.field === 'recommendation') return
    setCurrent(wanted.criterion)
    setFocus({ on: wanted.criterion, field: wanted.field })
  }, [wanted])
  const at = r.criteria.findIndex((c) => c.id === current)
  const go = (by: number) => {
    const next = r.criteria[Math.min(Math.max(0, at + by), r.criteria.length - 1)]
    if (!next) return
    setCurrent(next.id)
    setFocus(null)
    setSaid(next.name)
  }
  const give = (level: number) => {
    const criterion = r.criteria[at]
    if (!criterion) return
    scoring.put(criterion.id, { level, cannot_assess: null })
    setSaid(`${criterion.name}: ${level}, ${criterion.levels.find((l) => l.level === level)?.name ?? ''}`)
  }
  const cannot = () => {
    scoring.put(current, { level: null, cannot_assess: scoring.scoreOf(current).cannot_assess ?? '' })
    setFocus({ on: current, field: 'reason' })
  }
  useKeys([
    ...[1, 2, 3, 4, 5].map((level) => ({ key: String(level), what: `Score the open criterion ${level}`, run: () => give(level) })),
    { key: 'x', what: 'The open criterion can’t be assessed: say why', run: cannot },
    { key: '.', what: 'Next criterion', run: () => go(1) },
    { key: ',', what: 'Previous criterion', run: () => go(-1) },
    { key: 'e', what: 'Write evidence for the open criterion', run: () => setFocus({ on: current, field: 'evidence' }) },
  ])
  const done = r.criteria.filter((c) => isScored(scoring, c.id)).length
  return (
    <Stack component="section" aria-label="Rubric" gap={0}>
      <div className="rubric-top">
        <Text size="sm" fw={600} role="status">{done}/{r.criteria.length} scored{r.weighted !== null && done === r.criteria.length && <Text span fw={400} size="sm">, weighted {r.weighted} of 5</Text>}</Text>
        <Progress value={(100 * done) / r.criteria.length} size="sm" aria-label="Criteria scored" mt={4} />
      </div>
      <span className="dl-said" role="status">{said}</span>
      {r.criteria.map((c) => <CriterionCard key={c.id} r={r} c={c} scoring={scoring} current={c.id === current} focus={focus?.on === c.id ? focus.field : null} onCurrent={() => { setCurrent(c.id === current ? '' : c.id); setFocus(null) }} onGo={onGo} />)}
      <VerdictForm scoring={scoring} wanted={wanted} />
    </Stack>
  )
}

export function isScored(scoring: Scoring, criterion: string): boolean {
  const s = scoring.scoreOf(criterion)
  return s.level !== null || (s.cannot_assess ?? '').trim() !== ''
}

function VerdictForm({ scoring, wanted }: { scoring: Scoring; wanted: Wanted | null }) {
  const summary = useRef<HTMLTextAreaElement>(null)
  const select = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (wanted?.field === 'summary') summary.current?.focus()
    if (wanted?.field === 'recommendation') select.current?.focus()
  }, [wanted])
  useKeys([{ key: 's', what: 'Write the summary', run: () => summary.current?.focus() }])
  const v = scoring.verdictNow
  return (
    <Stack gap="xs" p="sm">
      <Textarea ref={summary} size="xs" label="Summary for the team" description="At least 30 characters" autosize minRows={3} maxLength={8000} value={v.summary} onChange={(e) => scoring.putVerdict({ summary: e.currentTarget.value })} onBlur={() => void scoring.verdict.flush('verdict')} />
      <Select ref={select} size="xs" label="Recommendation" placeholder="Choose" allowDeselect={false} data={RECOMMENDATIONS.map((x) => ({ value: x, label: words(x) }))} value={v.recommendation} onChange={(x) => scoring.putVerdict({ recommendation: RECOMMENDATIONS.find((y) => y === x) ?? null })} />
      <KeptNote of={scoring.verdict.get('verdict')} />
    </Stack>
  )
}
