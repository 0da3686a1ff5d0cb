import { Alert, Badge, Button, type ButtonProps, Center, CopyButton, Group, List, Paper, Skeleton, Stack, Text, Title, Tooltip } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

/** A page: its one heading, the browser's title, actions at the right. */
export function Page({ title, actions, children, lead }: { title: string; actions?: ReactNode; children: ReactNode; lead?: string }) {
  useEffect(() => {
    document.title = `${title} · Handiwork`
  }, [title])
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>{title}</Title>
          {lead && <Text c="dimmed">{lead}</Text>}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}

/** A list with nothing in it says what belongs there and what to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Center>
        <Stack align="center" gap="sm">
          <Text c="dimmed" ta="center">{children}</Text>
          {action}
        </Stack>
      </Center>
    </Paper>
  )
}

interface Asked<T> {
  data: T | undefined
  error: Error | null
  isPending: boolean
}

/** Shows what was asked for, a placeholder while it comes, the refusal when it doesn't. */
export function Loaded<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) return <Refused error={of.error} />
  return (
    <Stack role="status" aria-busy="true" aria-label="Loading">
      <Skeleton h={28} w="40%" />
      <Skeleton h={120} />
    </Stack>
  )
}

/** A refusal may say more than one thing. */
type Refusal = Error & { details?: readonly string[] }

/** A refusal in words, announced when it appears, with everything that must change. */
export function Refused({ error }: { error: Refusal | null | undefined }) {
  if (!error) return null
  const details = error.details ?? []
  return (
    <Alert color="red" role="alert" title="That did not work">
      {error.message}
      {details.length > 0 && <List size="sm">{details.map((d) => <List.Item key={d}>{d}</List.Item>)}</List>}
    </Alert>
  )
}

/** A button that explains itself when it can't be pressed. */
export function Act({ why, children, ...props }: ButtonProps & { why?: string | null | undefined; onClick?: () => void; type?: 'submit' | 'button' }) {
  if (!why) return <Button {...props}>{children}</Button>
  return (
    <Tooltip label={why} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <Button {...props} data-disabled aria-disabled="true" aria-description={why} onClick={(e) => e.preventDefault()}>
        {children}
      </Button>
    </Tooltip>
  )
}

/** Said beside a button once it has worked; screen readers hear it. */
export function Done({ when, children }: { when: boolean; children: ReactNode }) {
  return <Text span size="sm" role="status">{when ? children : null}</Text>
}

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

function relative(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (Math.abs(minutes) < 90) return RELATIVE.format(minutes, 'minute')
  if (Math.abs(minutes) < 60 * 36) return RELATIVE.format(Math.round(minutes / 60), 'hour')
  return RELATIVE.format(Math.round(minutes / 1440), 'day')
}

/** A moment: relative at a glance, absolute with its zone for everybody who asks. */
export function When({ at, plain, short, by }: { at: string | null; plain?: boolean; short?: boolean; by?: boolean }) {
  if (!at) return <>–</>
  const date = new Date(at)
  const absolute = date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: undefined })
  return (
    <time dateTime={at} title={`${absolute} (your time), ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`}>
      {by ? `${absolute} (${relative(date.getTime() - Date.now())})` : short ? relative(date.getTime() - Date.now()) : plain ? absolute : `${relative(date.getTime() - Date.now())} (${absolute})`}
    </time>
  )
}

export function Copyable({ label, value }: { label: string; value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy}>
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  )
}

/** How many whole days something has lasted, in words. */
export function days(since: string): string {
  const n = Math.floor((Date.now() - Date.parse(since)) / 86_400_000)
  return n < 1 ? 'less than a day' : n === 1 ? '1 day' : `${n} days`
}

/** `work_sample` as people say it. */
export const words = (name: string) => name.replaceAll('_', ' ')

const COLORS: Record<string, string> = { active: 'blue', open: 'green', hired: 'green', rejected: 'gray', withdrawn: 'gray', draft: 'gray', closed: 'gray', kept: 'green', late: 'red', kept_late: 'orange', running: 'blue', paid: 'green', accrued: 'orange', started: 'blue', booked: 'blue', held: 'green', completed: 'green', extended: 'blue', accepted: 'green', no_show: 'red', failed: 'red', sent: 'green' }

/** A state as a word; the colour only repeats it. */
export function StateBadge({ state }: { state: string }) {
  return (
    <Badge variant="light" color={COLORS[state] ?? 'gray'} style={{ flexShrink: 0 }}>
      {state === 'accrued' ? 'owed' : words(state)}
    </Badge>
  )
}
