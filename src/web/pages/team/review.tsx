import { Alert, Button, Grid, Group, List, Modal, Stack, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Review } from '#contract/reviews.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { CodePane } from '#web/features/reviews/code-pane.tsx'
import { Commits, Diff } from '#web/features/reviews/history.tsx'
import { RubricPane } from '#web/features/reviews/rubric-pane.tsx'
import { Loaded, Page, Refused } from '#web/ui/parts.tsx'

/** The reviewer's workspace: files and code, what changed, the rubric beside it. */
export function ReviewPage() {
  const { id = '' } = useParams({ strict: false })
  const review = useOp(operations.getReview, { params: { id } })
  return <Loaded of={review}>{(r) => <Workspace r={r} />}</Loaded>
}

function Workspace({ r }: { r: Review }) {
  return (
    <Page title="Review" actions={r.mine && !r.sealed_at ? <Seal r={r} /> : undefined}>
      {r.sealed_at ? <Alert color="green" title="Sealed">This review can’t be changed any more.</Alert> : <Alert color="blue" title="Yours alone">Nobody sees this review before every reviewer has sealed theirs, and you don’t see theirs.</Alert>}
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Tabs defaultValue="code" keepMounted={false}>
            <Tabs.List><Tabs.Tab value="code">Code</Tabs.Tab><Tabs.Tab value="diff">Diff to starter</Tabs.Tab><Tabs.Tab value="commits">Commits</Tabs.Tab></Tabs.List>
            <Tabs.Panel value="code" pt="md"><CodePane r={r} /></Tabs.Panel>
            <Tabs.Panel value="diff" pt="md"><Diff id={r.submission_id} /></Tabs.Panel>
            <Tabs.Panel value="commits" pt="md"><Commits id={r.submission_id} /></Tabs.Panel>
          </Tabs>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}><RubricPane r={r} /></Grid.Col>
      </Grid>
    </Page>
  )
}

function Seal({ r }: { r: Review }) {
  const [open, setOpen] = useState(false)
  const act = useAct(operations.sealReview, { onDone: () => setOpen(false) })
  return (
    <>
      <Button onClick={() => setOpen(true)}>Seal review</Button>
      <Modal opened={open} onClose={() => setOpen(false)} title="Seal review" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text>A sealed review can’t be changed. When every reviewer has sealed, all reviews open.</Text>
          {r.missing.length > 0 && <List>{r.missing.map((m) => <List.Item key={m}>{m}</List.Item>)}</List>}
          <Refused error={act.error} />
          <Group><Button loading={act.isPending} onClick={() => act.mutate({ params: { id: r.id } })}>Seal for good</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}
