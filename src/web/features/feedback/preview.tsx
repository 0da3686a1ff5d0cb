import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, operations } from '#web/api/client.ts'

export interface Timing {
  working_day: boolean
  time_zone?: string
}

const SOON: Timing = { working_day: true }

/** The server's own rendering of a text, kept while the next one comes; the old words are better than none. */
export function usePreview(id: string, text: string, timing: Timing = SOON) {
  const [settled] = useDebouncedValue(text, 500)
  return useQuery({ queryKey: ['previewFeedback', id, settled, timing], queryFn: () => call(operations.previewFeedback, { params: { id }, body: { text: settled, ...timing } }), placeholderData: (before) => before, staleTime: 60_000 })
}

/** The letter exactly as the candidate sees it: on their page, and in the mail. */
export function Letter({ id, text, name }: { id: string; text: string; name: string }) {
  const [as, setAs] = useState<'page' | 'mail'>('page')
  const { data } = usePreview(id, text)
  return (
    <Stack component="section" aria-label="Preview" gap="xs">
      <Text size="sm" fw={500}>What {name} reads</Text>
      <SegmentedControl size="xs" style={{ alignSelf: 'flex-start' }} value={as} onChange={(v) => setAs(v === 'mail' ? 'mail' : 'page')} data={[{ value: 'page', label: 'On their page' }, { value: 'mail', label: 'In the mail' }]} aria-label="Where" />
      {as === 'mail' ? <div className="sheet"><b>{data?.mail.subject}</b>{'\n\n'}{data?.mail.text}</div> : <OnTheirPage html={data?.html} name={name} />}
    </Stack>
  )
}

/** A document of the server's in a frame: with the look of the candidate's page, and without any right to run a script. */
function OnTheirPage({ html, name }: { html: string | undefined; name: string }) {
  const [height, setHeight] = useState(120)
  const measure = (frame: HTMLIFrameElement) => setHeight(frame.contentDocument?.querySelector('article')?.offsetHeight ?? 120)
  if (!html) return <div className="sheet"><Text size="sm" c="dimmed">Nothing yet.</Text></div>
  return <iframe className="letter" title={`The page of ${name}`} sandbox="allow-same-origin" srcDoc={html} style={{ height }} onLoad={(e) => measure(e.currentTarget)} />
}
