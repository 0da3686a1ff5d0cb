import { Alert, Checkbox, NativeSelect, Stack, Text } from '@mantine/core'
import { useContext } from 'react'
import type { JobPool } from '#contract/pools.ts'
import type { StageOf } from '#contract/process.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Loaded } from '#web/ui/parts.tsx'
import { JobAt } from './job-at.ts'
import { useMistake } from './mistakes.ts'
import { PickRule } from './pick-rule.tsx'
import { standingOf } from './pool-words.ts'

type Config = StageOf<'team_review'>['config']

interface Props {
  config: Config
  onChange: (change: Partial<Config>) => void
}

/** Who may be asked for the reviews of a stage: the hiring team as it is, or members chosen here. */
export function PoolField({ config, onChange }: Props) {
  const jobId = useContext(JobAt)
  const pool = useOp(operations.getJobPool, { params: { id: jobId }, query: { of: 'draft' } })
  const team = config.pool === undefined
  return (
    <Stack gap="xs">
      <NativeSelect
        label="Who may be asked"
        description={team ? 'The team is changed on the tab Team, and holds at once, also for rounds that are open' : 'Those chosen here are part of the process: they hold for whoever applies after you publish it'}
        value={team ? 'team' : 'named'}
        onChange={(e) => onChange({ pool: e.currentTarget.value === 'team' ? undefined : inPool(pool.data) })}
        data={[{ value: 'team', label: 'The reviewers of the job’s hiring team' }, { value: 'named', label: 'Only members chosen here' }]}
      />
      <Loaded of={pool}>{(p) => (team ? <Team people={p.people} wanted={config.reviewers} /> : <Chosen people={p.people} chosen={config.pool ?? []} wanted={config.reviewers} onChange={onChange} />)}</Loaded>
      <PickRule calibration={config.calibration} />
    </Stack>
  )
}

/** Whoever chooses begins with those who are asked now. */
const inPool = (pool: JobPool | undefined) => (pool?.people ?? []).filter((p) => p.in_pool).map((p) => p.email)

function Team({ people, wanted }: { people: JobPool['people']; wanted: number }) {
  const there = people.filter((p) => p.in_pool)
  return (
    <>
      {there.length > 0 && <Text size="sm">Now: {there.map((p) => `${p.name} (${standingOf(p)})`).join('; ')}.</Text>}
      <TooFew n={there.length} wanted={wanted} where="Add reviewers on the tab Team." />
    </>
  )
}

interface ChosenProps extends Pick<Props, 'onChange'> {
  people: JobPool['people']
  chosen: readonly string[]
  wanted: number
}

function Chosen({ people, chosen, wanted, onChange }: ChosenProps) {
  const mistake = useMistake()
  const unknown = chosen.filter((email) => !people.some((p) => p.email === email))
  const byName = people.toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <>
      <Checkbox.Group label="Members who may be asked" value={[...chosen]} onChange={(pool) => onChange({ pool })} error={mistake('config.pool', { whole: true })}>
        <Stack gap="xs" mt="xs">
          {byName.map((p) => <Checkbox key={p.id} value={p.email} label={p.name} description={standingOf(p)} />)}
          {unknown.map((email) => <Checkbox key={email} value={email} label={email} description="No member has this address, so nobody is asked there" />)}
        </Stack>
      </Checkbox.Group>
      <TooFew n={chosen.length - unknown.length} wanted={wanted} where="Choose more of them, or rounds wait until somebody is found." />
    </>
  )
}

function TooFew({ n, wanted, where }: { n: number; wanted: number; where: string }) {
  if (n >= wanted) return null
  return <Alert color="orange" title={n === 0 ? 'Nobody can be asked' : `Only ${n} of ${wanted} can be asked`}>{where}</Alert>
}
