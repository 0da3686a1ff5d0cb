import { Alert, Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SearchHit } from '#contract/submissions.ts'
import { operations, useOp } from '#web/api/client.ts'
import { Marked } from '#web/ui/hidden.tsx'
import { Empty, Loaded } from '#web/ui/parts.tsx'

interface Question {
  q: string
  mode: 'literal' | 'regex'
}

/** Finds lines in all files of the submission. */
export function SubmissionSearch({ id, onOpen }: { id: string; onOpen: (path: string, line: number) => void }) {
  const [text, setText] = useState('')
  const [regex, setRegex] = useState(false)
  const [asked, setAsked] = useState<Question | null>(null)
  return (
    <Stack gap="sm" p="md">
      <form onSubmit={(e) => {
        e.preventDefault()
        if (text !== '') setAsked({ q: text, mode: regex ? 'regex' : 'literal' })
      }}>
        <Group align="end" gap="sm">
          <TextInput label="Search in all files" maxLength={200} value={text} onChange={(e) => setText(e.currentTarget.value)} style={{ flex: '1 1 200px' }} />
          <Switch size="xs" mb={10} label="Regular expression" checked={regex} onChange={(e) => setRegex(e.currentTarget.checked)} />
          <Button type="submit">Search</Button>
        </Group>
      </form>
      {asked && <Hits id={id} asked={asked} onOpen={onOpen} />}
    </Stack>
  )
}

function Hits({ id, asked, onOpen }: { id: string; asked: Question; onOpen: (path: string, line: number) => void }) {
  const found = useOp(operations.searchSubmission, { params: { id }, query: asked }, { fixed: true })
  return (
    <Loaded of={found}>
      {({ items, truncated }) => (
        <Stack gap="xs">
          <Text size="sm" role="status">{items.length === 0 ? 'No line was found.' : `${items.length} ${items.length === 1 ? 'line' : 'lines'}`}</Text>
          {truncated && <Alert color="orange">There are more. Search for something rarer to see all.</Alert>}
          {items.length === 0 ? <Empty>Capital and small letters are the same here.</Empty> : <ul className="hits">{items.map((h, i) => <Hit key={i} h={h} onOpen={onOpen} />)}</ul>}
        </Stack>
      )}
    </Loaded>
  )
}

function Hit({ h, onOpen }: { h: SearchHit; onOpen: (path: string, line: number) => void }) {
  return (
    <li>
      <button type="button" onClick={() => onOpen(h.path, h.line)}>
        <Text component="span" size="xs" c="dimmed"><Marked text={h.path} />:{h.line}</Text><br />
        <code><Marked text={h.text.trim()} /></code>
      </button>
    </li>
  )
}
