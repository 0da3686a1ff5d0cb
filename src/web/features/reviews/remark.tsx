import { Badge, Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { Review, ReviewComment } from '#contract/reviews.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'
import { spotName } from './spot.ts'
import { piecesOf } from './suggestion.ts'
import type { Writing } from './use-writing.ts'

export const KINDS = { evidence: { name: 'Evidence', color: 'blue', says: 'For a score, read by the team' }, question: { name: 'Question', color: 'violet', says: 'For the interview' }, note_to_candidate: { name: 'Note to candidate', color: 'orange', says: 'The candidate may read it' } } as const

interface RemarkProps {
  r: Review
  c: ReviewComment
  /** Only where it can be changed. */
  writing: Writing | undefined
  /** Leads to its place, where it does not stand there already. */
  onGo?: (() => void) | undefined
  onGone?: (() => void) | undefined
}

/** A remark that is written. */
export function Remark({ r, c, writing, onGo, onGone }: RemarkProps) {
  const [error, setError] = useState<Error | null>(null)
  const criterion = r.criteria.find((x) => x.id === c.criterion_id)
  const place = spotName(c)
  const remove = () => writing?.remove(c).then(onGone, setError)
  return (
    <article className="remark" aria-label={`${KINDS[c.kind].name} on ${place}`}>
      <div className="remark-head">
        <Badge size="sm" variant="light" tt="none" color={KINDS[c.kind].color}>{KINDS[c.kind].name}</Badge>
        <Text size="xs" c="dimmed" className="remark-place">{onGo ? <button type="button" className="link" onClick={onGo} aria-label={`Show ${place}`}>{place}</button> : place}{criterion && <> · for {criterion.name}</>}</Text>
        {writing && (
          <span className="remark-acts">
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => writing.edit(c)} aria-label={`Edit the comment on ${place}`}>Edit</Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={remove} aria-label={`Take back the comment on ${place}`}>Take back</Button>
          </span>
        )}
      </div>
      <Refused error={error} />
      <RemarkBody r={r} c={c} />
    </article>
  )
}

/** Its words, and its suggestions beside the lines they would replace. */
export function RemarkBody({ r, c }: { r: Review; c: ReviewComment }) {
  return piecesOf(c.body).map((p, i) => (p.kind === 'words' ? <p key={i} className="remark-words">{p.text}</p> : <Suggested key={i} r={r} c={c} text={p.text} />))
}

/** The lines as they are, and as they might be. */
function Suggested({ r, c, text }: { r: Review; c: ReviewComment; text: string }) {
  const there = c.path !== '' && c.line > 0 && c.side === 'new'
  const file = useOp(operations.getSubmissionFile, { params: { id: r.submission_id }, query: { path: c.path, ...(c.commit ? { commit: c.commit } : {}) } }, { enabled: there, fixed: true })
  const now = there ? (file.data?.text?.split('\n').slice(c.line - 1, c.end_line) ?? []) : []
  return (
    <figure className="suggestion">
      <figcaption>Suggested change</figcaption>
      <pre tabIndex={0} role="region" aria-label={`Suggested change of ${spotName(c)}`}>
        {now.map((line, i) => <span key={`-${i}`} className="gone"><span className="dl-said">instead of: </span>− {line}{'\n'}</span>)}
        {text.split('\n').map((line, i) => <span key={`+${i}`} className="add"><span className="dl-said">suggested: </span>+ {line}{'\n'}</span>)}
      </pre>
    </figure>
  )
}
