import { List, Stack, Text, Title } from '@mantine/core'
import type { CheckStep, CheckTest } from '#contract/checks.ts'
import { visible } from '#web/ui/visible.ts'
import { summaryOf } from './summary.ts'

/** One step: what failed lies open, what passed and the log are a click away. */
export function Step({ step }: { step: CheckStep }) {
  const failed = step.tests.filter((t) => t.state === 'failed')
  const others = step.tests.filter((t) => t.state !== 'failed')
  return (
    <section className="check" aria-label={step.title}>
      <Title order={3} size="h6">{step.title}: {summaryOf(step).text}</Title>
      <Text size="xs" c="dimmed"><code>{visible(step.command)}</code> · {seconds(step.wall_ms)} of at most {step.limits.wall_seconds} s, {step.limits.memory_mb} MB, {step.limits.processes} processes{step.coverage && <> · {Math.round(step.coverage.lines)} % of lines and {Math.round(step.coverage.branches)} % of branches covered</>}</Text>
      <Stack gap={6} mt="xs">
        {failed.map((t, i) => <Failed key={i} test={t} />)}
        {others.length > 0 && <Others tests={others} />}
        {step.log && <Log step={step} />}
      </Stack>
    </section>
  )
}

const seconds = (ms: number) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`)

function Failed({ test }: { test: CheckTest }) {
  return (
    <details open className="check-test">
      <summary>✗ {visible(test.name)} <Text span size="xs" c="dimmed">{visible(test.file)}</Text></summary>
      {test.message && <pre className="log" tabIndex={0} role="region" aria-label={`What ${visible(test.name)} said`}>{visible(test.message)}</pre>}
    </details>
  )
}

function Others({ tests }: { tests: CheckTest[] }) {
  return (
    <details>
      <summary>{tests.length} that passed or were skipped</summary>
      <List size="sm" listStyleType="none" mt={4}>{tests.map((t, i) => <List.Item key={i}>{t.state === 'passed' ? '✓' : '– skipped:'} {visible(t.name)} <Text span size="xs" c="dimmed">{visible(t.file)}</Text></List.Item>)}</List>
    </details>
  )
}

function Log({ step }: { step: CheckStep }) {
  return (
    <details>
      <summary>Log{step.log_truncated && ' (parts are left out)'}</summary>
      <pre className="log" tabIndex={0} role="region" aria-label={`Log of ${step.title}`}>{visible(step.log)}</pre>
    </details>
  )
}
