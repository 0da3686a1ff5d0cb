import { Kbd, Modal, Table } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'

const KEYS = [
  ['?', 'Show these keys'],
  ['Tab', 'Go to the next control; the first Tab offers to skip to the page'],
  ['← →', 'Go between tabs, and between columns of a board that has focus'],
  ['Enter', 'In code under review: comment on the line of the cursor'],
  ['Space, then ↑ ↓', 'On the handle of a stage: lift it, move it; Space again drops it'],
  ['Esc', 'Close a dialog or a menu'],
] as const

/** What the keyboard does here; opened with `?`. */
export function KeyHelp() {
  const [open, { close, open: show }] = useDisclosure(false)
  useHotkeys([['shift+?', show], ['?', show]])
  return (
    <Modal opened={open} onClose={close} title="Keyboard">
      <Table>
        <Table.Tbody>{KEYS.map(([key, what]) => <Table.Tr key={key}><Table.Th scope="row" style={{ whiteSpace: 'nowrap' }}><Kbd>{key}</Kbd></Table.Th><Table.Td>{what}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </Modal>
  )
}
