import { Button, Group } from '@mantine/core'
import { Refused } from './parts.tsx'

interface Pages {
  error: Error | null
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** The way to the next page of a list, while there is one. */
export function More({ of, label = 'Load more' }: { of: Pages; label?: string }) {
  return (
    <>
      <Refused error={of.error} />
      {of.hasNextPage && <Group><Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>{label}</Button></Group>}
    </>
  )
}
