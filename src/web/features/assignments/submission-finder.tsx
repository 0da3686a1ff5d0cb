import { Modal, Text, TextInput } from '@mantine/core'
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useState } from 'react'
import { type Found, fuzzy } from '#web/ui/fuzzy.ts'
import { Marked } from '#web/ui/hidden.tsx'
import type { Listed } from './submission-order.ts'

interface FinderProps {
  files: readonly Listed[]
  opened: boolean
  onClose: () => void
  onOpen: (path: string) => void
}

/** Any file by a few letters of its path. */
export function SubmissionFinder({ files, opened, onClose, onOpen }: FinderProps) {
  return <Modal opened={opened} onClose={onClose} title="Find a file" size="lg" yOffset="10dvh">{opened && <Finder files={files} onOpen={(path) => { onClose(); onOpen(path) }} />}</Modal>
}

function Finder({ files, onOpen }: Pick<FinderProps, 'files' | 'onOpen'>) {
  const [asked, setAsked] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const found = useMemo(() => fuzzy(files.map((f) => f.path), asked), [files, asked])
  const move = (by: number) => setAt((was) => Math.min(Math.max(0, was + by), found.length - 1))
  const onKeyDown = (e: KeyboardEvent) => {
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => found[at] && onOpen(found[at].text) }[e.key]
    if (!act) return
    e.preventDefault()
    act()
  }
  const onClick = (e: MouseEvent) => {
    const i = (e.target as Element).closest('[data-i]')?.getAttribute('data-i')
    const picked = i ? found[Number(i)] : undefined
    if (picked) onOpen(picked.text)
  }
  return (
    <>
      <TextInput data-autofocus role="combobox" aria-expanded aria-controls={id} aria-activedescendant={found[at] ? `${id}-${at}` : undefined} aria-label="Letters of its path" placeholder="Letters of its path" value={asked} onChange={(e) => { setAsked(e.currentTarget.value); setAt(0) }} onKeyDown={onKeyDown} />
      <Text size="xs" c="dimmed" mt={4} role="status">{found.length === 0 ? 'No file has these letters in this order.' : '↑ ↓ to choose, Enter to open'}</Text>
      <div id={id} role="listbox" tabIndex={-1} aria-label="Files found" className="finder" onClick={onClick} onKeyDown={onKeyDown}>
        {found.map((f, i) => <div key={f.text} id={`${id}-${i}`} data-i={i} role="option" aria-selected={i === at} className="finder-item"><Name found={f} /></div>)}
      </div>
    </>
  )
}

function Name({ found }: { found: Found }) {
  if (found.at.length === 0 || found.text.includes('⟦')) return <Marked text={found.text} />
  const asked = new Set(found.at)
  return Array.from(found.text, (letter, i) => (asked.has(i) ? <b key={i}>{letter}</b> : letter))
}
