import { Accordion, ActionIcon, Badge, Group, Text } from '@mantine/core'
import { useSortable } from '@dnd-kit/sortable'
import { IconArrowDown, IconArrowUp, IconGripVertical, IconTrash } from '@tabler/icons-react'
import { useContext } from 'react'
import type { Stage } from '#contract/process.ts'
import { words } from '#web/ui/parts.tsx'
import { MistakesAt } from './mistakes.ts'
import { StageForm } from './stage-form.tsx'

interface Props {
  stage: Stage
  i: number
  of: number
  open: boolean
  onMove: (by: -1 | 1) => void
  onRemove: () => void
  onChange: (stage: Stage) => void
}

/** One stage of the list: its name and place, how to move it, its form when it is open. */
export function StageItem({ stage, i, of, open, onMove, onRemove, onChange }: Props) {
  const { mistakes } = useContext(MistakesAt)
  const mine = mistakes.filter((m) => m.path.startsWith(`stages.${i}.`)).length
  const { setNodeRef, transform, transition, attributes, listeners, isDragging } = useSortable({ id: stage.key })
  const style = { transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition, zIndex: isDragging ? 1 : undefined, position: 'relative' as const }
  return (
    <Accordion.Item value={stage.key} ref={setNodeRef} style={style}>
      <Group wrap="nowrap" gap={4} pr="xs">
        <Accordion.Control>
          {i + 1}. {stage.name} <Text span size="sm" c="dimmed">{words(stage.type)}</Text>
          {mine > 0 && <Badge ml="xs" variant="light" color="red">{mine} to fix</Badge>}
        </Accordion.Control>
        <ActionIcon variant="subtle" color="gray" visibleFrom="sm" style={{ touchAction: 'none', cursor: 'grab', color: 'inherit' }} {...attributes} {...listeners} aria-label={`Drag ${stage.name}`}><IconGripVertical size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label={`Move ${stage.name} up`} disabled={i === 0} onClick={() => onMove(-1)}><IconArrowUp size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label={`Move ${stage.name} down`} disabled={i === of - 1} onClick={() => onMove(1)}><IconArrowDown size={16} /></ActionIcon>
        <ActionIcon variant="default" aria-label={`Remove ${stage.name}`} disabled={of === 1} onClick={onRemove}><IconTrash size={16} /></ActionIcon>
      </Group>
      <Accordion.Panel>
        {open && <MistakesAt.Provider value={{ mistakes, at: `stages.${i}` }}><StageForm stage={stage} onChange={onChange} /></MistakesAt.Provider>}
      </Accordion.Panel>
    </Accordion.Item>
  )
}
