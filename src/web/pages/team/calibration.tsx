import { List, Tabs, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Calibration } from '#contract/calibration.ts'
import { operations, useOp } from '#web/api/client.ts'
import { SubmissionBrowser } from '#web/features/assignments/submission.tsx'
import { SampleCard, SealSample } from '#web/features/calibration/sample-card.tsx'
import { CalibrationSets } from '#web/features/calibration/samples.tsx'
import { MyScoring } from '#web/features/calibration/scoring.tsx'
import { Loaded, Page } from '#web/ui/parts.tsx'
import { useTab } from './tab.ts'

/** Samples to score before the first review, and how one scores. */
export function CalibrationPage() {
  const [tab, go] = useTab('samples')
  return (
    <Page title="Calibration" lead="Whether two people mean the same by a level.">
      <Tabs value={tab} onChange={go} keepMounted={false}>
        <Tabs.List><Tabs.Tab value="samples">Samples</Tabs.Tab><Tabs.Tab value="scoring">How you score</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="samples" pt="md"><CalibrationSets /></Tabs.Panel>
        <Tabs.Panel value="scoring" pt="md"><MyScoring /></Tabs.Panel>
      </Tabs>
    </Page>
  )
}

/** One sample, read as a candidate’s work is read, with the rubric beside it. */
export function SamplePage() {
  const { id = '' } = useParams({ strict: false })
  const calibration = useOp(operations.getCalibration, { params: { id } })
  return <Loaded of={calibration}>{(c) => <Workspace key={c.id} c={c} />}</Loaded>
}

function Workspace({ c }: { c: Calibration }) {
  return (
    <Page title={c.sample_name} lead={`${c.rubric_name}: yours alone, ${c.sealed_at ? 'sealed' : 'until you seal it and after'}`} actions={c.sealed_at ? undefined : <SealSample c={c} />}>
      <div className="workspace two">
        <div className="pinned" tabIndex={0} role="region" aria-label="Scorecard"><SampleCard c={c} /></div>
        <div>
          <Tests c={c} />
          <SubmissionBrowser id={c.sample_id} />
        </div>
      </div>
    </Page>
  )
}

/** What a candidate’s checks would have shown. */
function Tests({ c }: { c: Calibration }) {
  const { own, hidden } = c.tests
  return (
    <section aria-label="Tests" style={{ marginBottom: 16 }}>
      <Text size="sm">Its own tests: {own.passed} passed, {own.failed} failed. Hidden tests: {hidden.passed} passed, {hidden.failed} failed.</Text>
      {hidden.failing.length > 0 && <details><summary>Which hidden tests failed</summary><List size="sm">{hidden.failing.map((name) => <List.Item key={name} style={{ overflowWrap: 'anywhere' }}>{name}</List.Item>)}</List></details>}
    </section>
  )
}
