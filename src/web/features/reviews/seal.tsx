import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import { operations, useAct } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'

/** The last act of a reviewer, asked for twice. */
export function Seal({ r }: { r: Review }) {
  const [open, setOpen] = useState(false)
  const act = useAct(operations.sealReview, { onDone: () => setOpen(false) })
  const whole = r.missing.length === 0
  return (
    <>
      <Button onClick={() => setOpen(true)}>Seal review</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Seal review">
        <Stack>
          <Text>A sealed review can’t be changed. When every reviewer has sealed, all reviews open.</Text>
          {!whole && <><Text fw={600}>Still missing</Text><List size="sm">{r.missing.map((m) => <List.Item key={m}>{m}</List.Item>)}</List></>}
          <Refused error={act.error} />
          <Group><Button disabled={!whole} loading={act.isPending} onClick={() => act.mutate({ params: { id: r.id } })}>Seal for good</Button><Button variant="default" onClick={() => setOpen(false)}>Not yet</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}
