import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { COMMENT_KINDS, type Review } from '#contract/reviews.ts'
import type { Round } from '#contract/rounds.ts'
import { operations, useAct } from '#web/api/client.ts'
import { useKeys } from '#web/ui/keys.ts'
import { Refused, words } from '#web/ui/parts.tsx'
import { KINDS } from './remark.tsx'
import type { Wanted } from './rubric-panel.tsx'
import type { Scoring } from './use-scoring.ts'

interface SealProps {
  r: Review
  scoring: Scoring
  onRubric: (wanted: Wanted) => void
  /** To a comment that was begun. */
  onDraft: (key: string) => void
}

/** The last act of a reviewer: what will be sealed, what is missing, and that it can't be changed. */
export function Seal(props: SealProps) {
  const [open, setOpen] = useState(false)
  const show = () => {
    // What was typed a moment ago counts.
    for (const c of props.r.criteria) void props.scoring.scores.flush(c.id)
    void props.scoring.verdict.flush('verdict')
    setOpen(true)
  }
  useKeys([{ key: 'mod+shift+Enter', what: 'Seal the review: see what is missing first', run: show }])
  return (
    <>
      <Button size="xs" onClick={show} title="Ctrl or ⌘ + Shift + Enter">Seal review</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Seal review">{open && <Sheet {...props} onClose={() => setOpen(false)} />}</Modal>
    </>
  )
}

function Sheet({ r, onClose, ...to }: SealProps & { onClose: () => void }) {
  const act = useAct(operations.sealReview, { onDone: onClose })
  const whole = r.missing.length === 0
  return (
    <Stack>
      <Summary r={r} />
      <Text>A sealed review can’t be changed. When every reviewer has sealed, all reviews open.</Text>
      {!whole && <Missing r={r} {...to} onClose={onClose} />}
      <Refused error={act.error} />
      <Group><Button data-autofocus={whole || undefined} disabled={!whole} loading={act.isPending} onClick={() => act.mutate({ params: { id: r.id } })}>Seal for good</Button><Button variant="default" onClick={onClose}>Not yet</Button></Group>
    </Stack>
  )
}

function Summary({ r }: { r: Review }) {
  const counts = COMMENT_KINDS.map((kind) => `${r.comments.filter((c) => c.kind === kind).length} ${KINDS[kind].name.toLowerCase()}`).join(', ')
  const unassessed = r.scores.filter((s) => s.cannot_assess !== null).length
  return (
    <List size="sm">
      <List.Item>{r.scores.length} of {r.criteria.length} criteria scored{unassessed > 0 && `, ${unassessed} of them can’t be assessed`}{r.weighted !== null && `; weighted ${r.weighted} of 5`}</List.Item>
      <List.Item>{r.comments.length === 1 ? '1 comment' : `${r.comments.length} comments`}{r.comments.length > 0 && ` (${counts})`}</List.Item>
      <List.Item>{r.recommendation ? `Recommendation: ${words(r.recommendation)}` : 'No recommendation yet'}</List.Item>
    </List>
  )
}

function Missing({ r, onRubric, onDraft, onClose }: Omit<SealProps, 'scoring'> & { onClose: () => void }) {
  const go = (act: () => void) => {
    onClose()
    // The dialog gives the keyboard back as it closes; this comes after.
    setTimeout(act, 0)
  }
  return (
    <div>
      <Text fw={600}>Still missing</Text>
      <ul className="missing-list">
        {r.missing.map((m) => {
          const place = placeOf(m.path)
          return <li key={m.path}>{place ? <button type="button" className="link" onClick={() => go(() => ('key' in place ? onDraft(place.key) : onRubric(place)))}>{m.message}</button> : m.message}</li>
        })}
      </ul>
    </div>
  )
}

/** Where on this page something that is missing is to be written. */
function placeOf(path: string): Wanted | { key: string } | null {
  const [, criterion, field] = /^scores\.(.+)\.(level|evidence)$/.exec(path) ?? []
  if (criterion) return { criterion, field: field === 'level' ? 'level' : 'evidence' }
  const [, key] = /^drafts\.(.+)$/.exec(path) ?? []
  if (key) return { key }
  return path === 'summary' || path === 'recommendation' ? { field: path } : null
}

/** Before the reveal: only that somebody has sealed or has not. */
export function blindWords(round: Round, me: string): string {
  const others = round.reviewers.filter((p) => p.id !== me)
  const names = others.map((p) => p.name)
  const all = names.length < 2 ? (names[0] ?? 'anybody else') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  return `You can’t see ${names.length === 1 ? `${all}’s review` : `the reviews of ${all}`}, and ${names.length === 1 ? `${all} can’t` : 'they can’t'} see yours. ${others.length === 1 ? 'Both open when both are sealed.' : 'All open when all are sealed.'}`
}
