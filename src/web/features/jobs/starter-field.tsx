import { Alert, Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { StageOf } from '#contract/process.ts'
import type { Starter } from '#contract/starters.ts'
import { operations, useOp } from '#web/api/client.ts'
import { useMistake } from './mistakes.ts'

type Config = StageOf<'code_assignment'>['config']
type Choice = Pick<Config, 'scaffold' | 'starter_version'>

interface Props {
  config: Config
  onChange: (choice: Choice) => void
}

/** What the repository begins with: one of ours, or a version of one's own. */
export function StarterField({ config, onChange }: Props) {
  const mistake = useMistake()
  const gallery = useOp(operations.listGallery)
  const starters = useOp(operations.listStarters)
  const error = mistake('config.scaffold') ?? mistake('config.starter_version')
  if (config.provider === 'github') return <TextInput label="Starter" description="The name of the template repository on GitHub" value={config.scaffold} onChange={(e) => onChange({ scaffold: e.currentTarget.value, starter_version: undefined })} error={error} />
  const own = starters.data?.items ?? []
  const ours = (gallery.data?.items ?? []).map((t) => ({ value: t.slug, label: t.process.name }))
  const mine = own.find((s) => s.slug === config.scaffold)
  const choose = (slug: string | null) => slug && onChange({ scaffold: slug, starter_version: own.find((s) => s.slug === slug)?.newest_ready ?? undefined })
  return (
    <Stack gap="xs">
      <Select label="Starter" description="What a candidate’s repository begins with" searchable allowDeselect={false} data={[{ group: 'Yours', items: own.filter((s) => !s.archived || s === mine).map(optionOf) }, { group: 'Ours', items: ours }, ...unknown(config.scaffold, mine !== undefined || ours.some((o) => o.value === config.scaffold) || !starters.data)]} value={config.scaffold} onChange={choose} error={error} />
      {mine && <OwnVersion starter={mine} version={config.starter_version} onMove={(starter_version) => onChange({ scaffold: mine.slug, starter_version })} />}
    </Stack>
  )
}

const optionOf = (s: Starter) => ({ value: s.slug, label: s.newest_ready === null ? `${s.name} (no version is ready)` : s.name, disabled: s.newest_ready === null })

/** Named by a file, and not there: said, and left as it is. */
function unknown(slug: string, known: boolean) {
  return known ? [] : [{ group: 'Not there', items: [{ value: slug, label: slug }] }]
}

/** Which version the draft names, and the way to a newer one. */
function OwnVersion({ starter: s, version, onMove }: { starter: Starter; version: number | undefined; onMove: (version: number) => void }) {
  const newer = s.newest_ready !== null && version !== undefined && s.newest_ready > version ? s.newest_ready : null
  const page = <Anchor component={Link} to={`/starters/${s.id}`} size="sm">Look at the starter</Anchor>
  if (newer === null) return <Text size="sm">{version === undefined ? 'Publishing takes the newest version that is ready.' : `Version ${version}, the newest that is ready.`} {page}</Text>
  return (
    <Alert color="blue" title={`This process uses version ${version}; version ${newer} is ready`}>
      <Text size="sm">Moving and publishing makes a new version of the process. Whoever has applied stays on version {version}.</Text>
      <Group mt="xs"><Button size="xs" variant="default" onClick={() => onMove(newer)}>Move to version {newer}</Button>{page}</Group>
    </Alert>
  )
}
