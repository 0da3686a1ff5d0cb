import { Kbd, Modal, Stack, Switch, Table, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type Key, keysNow, useKeys, useKeysOn } from './keys.ts'

const ALWAYS = [
  ['Tab', 'Go to the next control; the first Tab offers to skip to the page'],
  ['← →', 'Go between tabs, and between columns of a board that has focus'],
  ['Space, then ↑ ↓', 'On the handle of a stage: lift it, move it; Space again drops it'],
  ['Esc', 'Close a dialog or a menu'],
] as const

const OPEN = 'handiwork:keys'

/** Opens the list of keys from a button, for who has no `?` or switched the keys off. */
export const showKeys = () => window.dispatchEvent(new Event(OPEN))

/** What the keyboard does here; opened with `?`. */
export function KeyHelp() {
  const [open, setOpen] = useState(false)
  const [on, setOn] = useKeysOn()
  useKeys([{ key: '?', what: 'Show these keys', run: () => setOpen(true) }])
  useEffect(() => {
    const show = () => setOpen(true)
    window.addEventListener(OPEN, show)
    return () => window.removeEventListener(OPEN, show)
  }, [])
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keyboard" size="lg">
      <Stack gap="sm">
        <Switch label="Keys of one letter" description="Those with Ctrl or ⌘ work always. None works while you type." checked={on} onChange={(e) => setOn(e.currentTarget.checked)} />
        {open && <Keys own={keysNow()} />}
      </Stack>
    </Modal>
  )
}

function Keys({ own }: { own: readonly Key[] }) {
  return (
    <Table aria-label="Keys">
      <Table.Tbody>
        {own.map((k) => <Row key={`${k.key} ${k.what}`} name={namesOf(k.key)} what={k.what} />)}
        {ALWAYS.map(([name, what]) => <Row key={name} name={name} what={what} />)}
      </Table.Tbody>
    </Table>
  )
}

function Row({ name, what }: { name: string; what: string }) {
  return <Table.Tr><Table.Th scope="row" style={{ whiteSpace: 'nowrap' }}><Kbd>{name}</Kbd></Table.Th><Table.Td><Text size="sm">{what}</Text></Table.Td></Table.Tr>
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)
const namesOf = (key: string) => key.split('+').map((part) => (part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : part === 'shift' ? 'Shift' : part.length === 1 ? part.toUpperCase() : part)).join(' + ')
