import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useRef } from 'react'
import type { Review } from '#contract/reviews.ts'
import { Remark } from './remark.tsx'
import { RemarkForm } from './remark-form.tsx'
import { compareSpots, type Spot, WHOLE } from './spot.ts'
import type { Writing } from './use-writing.ts'

interface RemarksProps {
  r: Review
  writing: Writing | undefined
  onGo: (spot: Spot) => void
}

/** Every remark of the review, from the whole to the last line; those being written among them. */
export function Remarks({ r, writing, onGo }: RemarksProps) {
  const section = useRef<HTMLDivElement>(null)
  const whole = useRef<HTMLButtonElement>(null)
  const begun = [...(writing?.open ?? [])].filter(([, d]) => d.changes === null)
  const changed = new Set([...(writing?.open.values() ?? [])].map((d) => d.changes))
  const sorted = r.comments.toSorted(compareSpots)
  return (
    <Stack component="section" aria-label="Comments" gap="sm" p="md" ref={section} tabIndex={-1} style={{ outline: 'none' }}>
      <Group justify="space-between">
        <Title order={2} size="h5">Comments ({r.comments.length})</Title>
        {writing && <Button ref={whole} size="xs" variant="default" onClick={() => writing.begin(WHOLE)}>Comment on the whole</Button>}
      </Group>
      {writing && begun.map(([key]) => <RemarkForm key={key} r={r} writing={writing} draftKey={key} onDone={() => whole.current?.focus()} />)}
      {sorted.length === 0 && begun.length === 0 && <Text size="sm" c="dimmed">{writing ? 'Click or drag over line numbers in the code, or choose lines with Shift and the arrows and press C.' : 'There are none.'}</Text>}
      {sorted.map((c) => {
        const key = changed.has(c.id) ? keyOf(writing, c.id) : null
        return key && writing ? <RemarkForm key={key} r={r} writing={writing} draftKey={key} onDone={() => section.current?.focus()} /> : <Remark key={c.id} r={r} c={c} writing={writing} onGo={c.path || c.commit ? () => onGo(c) : undefined} onGone={() => section.current?.focus()} />
      })}
    </Stack>
  )
}

const keyOf = (writing: Writing | undefined, id: string) => [...(writing?.open ?? [])].find(([, d]) => d.changes === id)?.[0] ?? null
