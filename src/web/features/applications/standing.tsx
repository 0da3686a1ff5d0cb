import { Alert, Anchor, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCircle, IconCircleCheck, IconCircleDot, IconCircleMinus } from '@tabler/icons-react'
import type { Application, Promised, StageStatus } from '#contract/applications.ts'
import { fileUrl, operations } from '#web/api/client.ts'
import { StateBadge, When, words } from '#web/ui/parts.tsx'

const MARKS = { completed: ['done', IconCircleCheck], in_progress: ['now', IconCircleDot], pending: ['to come', IconCircle], skipped: ['skipped', IconCircleMinus] } as const

/** The stages in order: which are done, which one is now. */
export function Stages({ stages }: { stages: readonly StageStatus[] }) {
  return (
    <ol className="steps" aria-label="Stages">
      {stages.map((s) => {
        const [label, Icon] = MARKS[s.state]
        return <li key={s.key} aria-current={s.state === 'in_progress' ? 'step' : undefined}><Icon size={18} aria-label={label} role="img" color={s.state === 'completed' ? 'var(--mantine-primary-color-filled)' : 'currentcolor'} /> {s.name}</li>
      })}
    </ol>
  )
}

const WHO = { candidate: 'the candidate', team: 'us', referee: 'a referee', nobody: 'nobody' } as const

/** What happens next, who acts, by when. */
export function Next({ a }: { a: Application }) {
  if (a.state !== 'active') return a.rejection ? <Alert color="gray" title={`Rejected: ${words(a.rejection.reason)}`}><When at={a.rejection.at} />{a.rejection.note && <Text size="sm" mt="xs">For the team: {a.rejection.note}</Text>}</Alert> : null
  const late = a.due_at !== null && Date.parse(a.due_at) < Date.now()
  return (
    <Paper withBorder p="md" component="section" aria-label="What happens next">
      <Text fw={600}>{a.next}</Text>
      <Text size="sm" c="dimmed">In {a.stage_name}. It waits for {WHO[a.waiting_on]}{a.due_at && <span className={late ? 'late' : undefined}>; {late ? 'was due' : 'due'} <When at={a.due_at} /></span>}.</Text>
    </Paper>
  )
}

/** What the candidate was promised: running, kept or late. */
export function Promises({ promises }: { promises: readonly Promised[] }) {
  const shown = promises.filter((p) => p.state !== 'void')
  if (shown.length === 0) return null
  return (
    <section aria-label="Promises to the candidate">
      <Title order={2} size="h6" mb={6}>Promised to the candidate</Title>
      <ul className="promises">{shown.map((p) => <Kept key={`${p.kind} ${p.started_at}`} p={p} />)}</ul>
    </section>
  )
}

function Kept({ p }: { p: Promised }) {
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="xs"><b>{p.kind[0]?.toUpperCase()}{p.kind.slice(1)}</b><StateBadge state={p.state} /></Group>
      <Text size="sm">{p.text}</Text>
      <Text size="xs" c="dimmed">{p.kept_at ? <>Kept <When at={p.kept_at} plain /></> : <>Due <When at={p.due_at} /></>}</Text>
    </li>
  )
}

/** What the candidate sent in: answers, links, résumé. */
export function Answers({ a }: { a: Application }) {
  if (a.anonymous) return <Text c="dimmed">Answers, links and the résumé would say whose work you judge. You see them once every review is sealed.</Text>
  return (
    <Stack>
      {a.resume ? <Anchor href={fileUrl(operations.getResume, { params: { id: a.id } })}>Download {a.resume.filename} ({Math.max(1, Math.round(a.resume.size / 1024))} kB)</Anchor> : <Text c="dimmed">No résumé was sent.</Text>}
      {a.answers.map((x) => (
        <section key={x.id} aria-label={x.label}>
          <Title order={2} size="h6">{x.label}</Title>
          <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{x.value || '–'}</Text>
        </section>
      ))}
      {a.answers.length === 0 && <Text c="dimmed">The form asked no questions.</Text>}
      {a.links.length > 0 && <List>{a.links.map((l) => <List.Item key={l}><Anchor href={l} rel="noopener noreferrer nofollow" target="_blank">{l}</Anchor></List.Item>)}</List>}
    </Stack>
  )
}
