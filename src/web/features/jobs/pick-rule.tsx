import { List } from '@mantine/core'
import type { JobPool } from '#contract/pools.ts'

type Calibration = NonNullable<JobPool['review']>['calibration']

/** Who is picked from the pool, by what rule, and who never is. */
export function PickRule({ calibration }: { calibration: Calibration }) {
  return (
    <details>
      <summary style={{ fontSize: 14 }}>Who is picked, and by what rule</summary>
      <List size="sm" spacing={4} mt="xs">
        <List.Item>Those with the fewest open reviews are asked first, over all jobs. Between equals chance decides.</List.Item>
        <List.Item>Never asked: the candidate themselves, whoever referred them, whoever has a conflict of interest with them, and whoever gave them more time.</List.Item>
        <List.Item>{calibration === 'required' ? 'Nor is anybody who has not scored the sample submissions by this rubric.' : 'Whoever has not scored the sample submissions may be asked all the same; this stage does not require it.'}</List.Item>
        <List.Item>Whoever left a round is not asked for it again. Somebody else is asked at once; a round that finds nobody waits, and says so.</List.Item>
      </List>
    </details>
  )
}
