import { Badge, Button, Radio, Stack, Text, Textarea } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Criterion } from '#contract/process.ts'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import { KeptNote } from './kept-note.tsx'
import { spotName } from './spot.ts'
import { REASON_MIN, type Scored, type Scoring } from './use-scoring.ts'

export const EVIDENCE_MIN = 30

interface CardProps {
  r: Review
  c: Criterion
  scoring: Scoring
  current: boolean
  /** Asked to be looked at: its reason, or its evidence, takes the keyboard. */
  focus: 'reason' | 'evidence' | 'level' | null
  onCurrent: () => void
  onGo: (comment: ReviewComment) => void
}

/** One criterion: its name and what was given, and when it is the one at hand all its levels in words. */
export function CriterionCard({ r, c, scoring, current, focus, onCurrent, onGo }: CardProps) {
  const score = scoring.scoreOf(c.id)
  const pinned = r.comments.filter((x) => x.criterion_id === c.id && x.kind === 'evidence')
  const Chevron = current ? IconChevronDown : IconChevronRight
  return (
    <section className="criterion" aria-label={c.name} data-current={current || undefined}>
      <button type="button" className="criterion-head" aria-expanded={current} onClick={onCurrent}>
        <Chevron size={16} aria-hidden />
        <span className="criterion-name">{c.name} <span className="criterion-weight">{c.weight} %</span></span>
        <Given c={c} score={score} founded={isFounded(score, pinned.length)} />
      </button>
      {current && <Inside c={c} score={score} pinned={pinned} scoring={scoring} focus={focus} onGo={onGo} />}
    </section>
  )
}

/** A score rests on a remark or on words; a reason rests on itself. */
export const isFounded = (s: Scored, pinned: number) => s.level === null || pinned > 0 || s.evidence.trim().length >= EVIDENCE_MIN

function Given({ c, score, founded }: { c: Criterion; score: Scored; founded: boolean }) {
  if (score.cannot_assess !== null) return <Badge size="sm" variant="light" color="gray" tt="none">can’t assess</Badge>
  if (score.level === null) return <Badge size="sm" variant="outline" color="gray" tt="none">open</Badge>
  return <Badge size="sm" variant="light" tt="none" color={founded ? 'teal' : 'orange'} title={c.levels.find((l) => l.level === score.level)?.name}>{score.level}{founded ? '' : ', needs evidence'}</Badge>
}

interface InsideProps extends Pick<CardProps, 'c' | 'scoring' | 'focus' | 'onGo'> {
  score: Scored
  pinned: readonly ReviewComment[]
}

const CANNOT = 'cannot'

function Inside({ c, score, pinned, scoring, focus, onGo }: InsideProps) {
  const reason = useRef<HTMLTextAreaElement>(null)
  const evidence = useRef<HTMLTextAreaElement>(null)
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const field = { reason: reason.current, evidence: evidence.current, level: body.current?.querySelector<HTMLInputElement>('input[type=radio]:checked, input[type=radio]'), none: null }[focus ?? 'none']
    body.current?.closest('.criterion')?.scrollIntoView({ block: 'nearest' })
    field?.focus({ preventScroll: true })
    field?.scrollIntoView({ block: 'nearest' })
  }, [focus])
  const cannot = score.cannot_assess !== null
  const choose = (value: string) => scoring.put(c.id, value === CANNOT ? { level: null, cannot_assess: score.cannot_assess ?? '' } : { level: Number(value), cannot_assess: null })
  return (
    <div ref={body} className="criterion-body">
      {c.description && <Text size="sm" c="dimmed">{c.description}</Text>}
      <Radio.Group aria-label={`Level for ${c.name}`} value={cannot ? CANNOT : score.level === null ? '' : String(score.level)} onChange={choose}>
        <Stack gap={6}>
          {c.levels.map((l) => <Radio key={l.level} size="xs" value={String(l.level)} label={<><b>{l.level}</b> {l.name}</>} description={l.description} />)}
          <Radio size="xs" value={CANNOT} label="Can’t be assessed" />
        </Stack>
      </Radio.Group>
      {cannot && <Textarea ref={reason} size="xs" label={`Why ${c.name} can’t be assessed`} description={`At least ${REASON_MIN} characters; no evidence is needed`} autosize minRows={2} maxLength={1000} value={score.cannot_assess ?? ''} onChange={(e) => scoring.put(c.id, { cannot_assess: e.currentTarget.value })} />}
      {!cannot && <Textarea ref={evidence} size="xs" label={`Evidence for ${c.name}`} description={pinned.length > 0 ? 'A comment is pinned as evidence; add what it does not say' : `Pin a comment to it, or write at least ${EVIDENCE_MIN} characters`} autosize minRows={2} maxLength={4000} value={score.evidence} onChange={(e) => scoring.put(c.id, { evidence: e.currentTarget.value })} onBlur={() => void scoring.scores.flush(c.id)} />}
      {pinned.length > 0 && <Pinned items={pinned} onGo={onGo} />}
      {score.evidence !== '' && score.level === null && !cannot && <Text size="xs">Choose a level: the evidence is kept with it.</Text>}
      <KeptNote of={scoring.keptOf(c.id)} />
    </div>
  )
}

function Pinned({ items, onGo }: { items: readonly ReviewComment[]; onGo: (comment: ReviewComment) => void }) {
  return (
    <ul className="pins" aria-label="Pinned evidence">
      {items.map((x) => <li key={x.id}><Button size="compact-xs" variant="default" className="pin" onClick={() => onGo(x)} aria-label={`Show ${spotName(x)}`}>{spotName(x)}</Button></li>)}
    </ul>
  )
}
