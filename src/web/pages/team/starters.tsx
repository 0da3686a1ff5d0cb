import { Button, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { NewStarter } from '#web/features/starters/new-starter.tsx'
import { StarterList } from '#web/features/starters/starter-list.tsx'
import { Page } from '#web/ui/parts.tsx'

/** What the company's take-homes begin from. */
export function StartersPage() {
  const [open, setOpen] = useState(false)
  const button = <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen(true)}>New starter</Button>
  return (
    <Page title="Starters" lead="What the repository of a take-home begins with" actions={button}>
      <Modal opened={open} onClose={() => setOpen(false)} title="New starter"><NewStarter /></Modal>
      <StarterList begin={<Button variant="default" onClick={() => setOpen(true)}>Begin one</Button>} />
    </Page>
  )
}
