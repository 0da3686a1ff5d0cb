import { Button, Group, Menu, Modal } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Round } from '#contract/rounds.ts'
import { DeclineForm, HandOverForm } from './leave-forms.tsx'
import { ExtendForm, ReplaceForm } from './manage-forms.tsx'
import { UnblindForm } from './unblind-form.tsx'

type Name = Exclude<Round['actions'][number]['name'], 'discuss'>

const TITLES: Record<Name, string> = { decline: 'Decline this review', hand_over: 'Hand over to a colleague', replace: 'Replace a reviewer', extend: 'Move the due date', unblind: 'Open sealed reviews early' }
const LABELS: Record<Name, string> = { decline: 'Decline', hand_over: 'Hand over', replace: 'Replace a reviewer', extend: 'Move the due date', unblind: 'Emergency: open sealed reviews…' }
const OFTEN: readonly Name[] = ['decline', 'hand_over', 'replace', 'extend']

/** What may be done with the round now; what may not is not offered. The emergency is kept apart from the daily acts. */
export function RoundActs({ round }: { round: Round }) {
  const [open, setOpen] = useState<Name | null>(null)
  const may = (name: Name) => round.actions.some((a) => a.name === name && a.allowed)
  const often = OFTEN.filter(may)
  if (often.length === 0 && !may('unblind')) return null
  const close = () => setOpen(null)
  return (
    <Group gap="xs" role="group" aria-label="Change the round">
      {often.map((name) => <Button key={name} variant="default" size="sm" onClick={() => setOpen(name)}>{LABELS[name]}</Button>)}
      {may('unblind') && <Emergency onOpen={() => setOpen('unblind')} />}
      <Modal opened={open !== null} onClose={close} title={open ? TITLES[open] : ''} size="lg">{open && formOf(open, round, close)}</Modal>
    </Group>
  )
}

function Emergency({ onOpen }: { onOpen: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="subtle" color="gray" size="sm" px="xs" aria-label="More"><IconDots size={18} aria-hidden /></Button></Menu.Target>
      <Menu.Dropdown><Menu.Item color="red.9" onClick={onOpen}>{LABELS.unblind}</Menu.Item></Menu.Dropdown>
    </Menu>
  )
}

function formOf(name: Name, round: Round, onDone: () => void): ReactNode {
  switch (name) {
    case 'decline':
      return <DeclineForm round={round} onDone={onDone} />
    case 'hand_over':
      return <HandOverForm round={round} onDone={onDone} />
    case 'replace':
      return <ReplaceForm round={round} onDone={onDone} />
    case 'extend':
      return <ExtendForm round={round} onDone={onDone} />
    case 'unblind':
      return <UnblindForm round={round} onDone={onDone} />
  }
}
