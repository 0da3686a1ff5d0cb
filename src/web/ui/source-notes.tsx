import { Alert, Anchor, Stack, Text } from '@mantine/core'

interface Source {
  kind: 'file' | 'symlink' | 'submodule'
  type: string
  text: string | null
  size: number
  truncated: boolean
  cut_lines: number
  hidden_on: readonly number[]
}

/** What is true of a file before it is read. */
export function SourceNotes({ f, whole, onWhole }: { f: Source; whole: boolean; onWhole: () => void }) {
  const [first] = f.hidden_on
  return (
    <Stack gap="xs" className="file-notes">
      {f.kind === 'symlink' && <Alert color="blue">A link. This is the text it points to; it is not followed.</Alert>}
      {f.kind === 'submodule' && <Alert color="blue">Another repository’s commit. Only its id is here.</Alert>}
      {f.text === null && <Text size="sm">This is not text: {f.type}, {f.size.toLocaleString('en')} bytes. It can be saved, and is never opened here.</Text>}
      {f.text === '' && <Text size="sm">The file is empty.</Text>}
      {first !== undefined && <Alert color="orange">Characters that are not seen, or reorder what is, stand here as marks such as <span className="hidden-mark">⟦U+202E⟧</span>: {f.hidden_on.length === 1 ? 'on line' : 'on lines'} {f.hidden_on.slice(0, 10).join(', ')}{f.hidden_on.length > 10 && ' and more'}.</Alert>}
      {f.cut_lines > 0 && !whole && <Text size="sm">{f.cut_lines === 1 ? 'One line is' : `${f.cut_lines} lines are`} very long and cut. <Anchor component="button" type="button" size="sm" onClick={onWhole}>Show them whole</Anchor></Text>}
      {f.truncated && <Alert color="orange">The file goes on; only its beginning is shown. Save it to see all.</Alert>}
    </Stack>
  )
}
