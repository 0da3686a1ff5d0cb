import { Accordion, Button, Menu } from '@mantine/core'
import { DndContext, type DragEndEvent, KeyboardSensor, PointerSensor, closestCenter, useSensor, useSensors } from '@dnd-kit/core'
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type HiringProcess, STAGE_TYPES, type Stage, type StageTypeName } from '#contract/process.ts'
import { confirm } from '#web/ui/confirm.tsx'
import { words } from '#web/ui/parts.tsx'
import { moved } from '#web/ui/repeater.tsx'
import { newStage } from './new-stage.ts'
import { StageItem } from './stage-item.tsx'

interface Props {
  process: HiringProcess
  onChange: (process: HiringProcess) => void
}

/** The stages in order: open one to change it, drag it or press its arrows, remove it, add another. */
export function StageList({ process, onChange }: Props) {
  const { stages } = process
  const [open, setOpen] = useState<string | null>(null)
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }))
  const put = (next: Stage[]) => onChange({ ...process, stages: next })
  const drop = ({ active, over }: DragEndEvent) => {
    const [from, to] = [active.id, over?.id].map((key) => stages.findIndex((s) => s.key === key))
    if (from !== undefined && to !== undefined && from >= 0 && to >= 0 && from !== to) put(moved(stages, from, to))
  }
  const remove = (stage: Stage) => confirm({ title: `Remove ${stage.name}?`, text: 'Its settings go with it. Candidates under way keep the process they applied under.', act: 'Remove stage', danger: true, onConfirm: () => put(stages.filter((s) => s.key !== stage.key)) })
  return (
    <>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}>
        <SortableContext items={stages.map((s) => s.key)} strategy={verticalListSortingStrategy}>
          <Accordion variant="separated" order={2} value={open} onChange={setOpen}>
            {stages.map((stage, i) => (
              <StageItem key={stage.key} stage={stage} i={i} of={stages.length} open={open === stage.key} onMove={(by) => put(moved(stages, i, i + by))} onRemove={() => remove(stage)} onChange={(s) => put(stages.map((old, k) => (k === i ? s : old)))} />
            ))}
          </Accordion>
        </SortableContext>
      </DndContext>
      <AddStage
        onAdd={(type) => {
          const stage = newStage(type, stages)
          put(placed(stages, stage))
          setOpen(stage.key)
        }}
      />
    </>
  )
}

/** A new stage goes to the end, but before the offer, which is always last; the application form is always first. */
function placed(stages: readonly Stage[], stage: Stage): Stage[] {
  if (stage.type === 'application_form') return [stage, ...stages]
  const last = stages.at(-1)
  return last?.type === 'offer' ? [...stages.slice(0, -1), stage, last] : [...stages, stage]
}

function AddStage({ onAdd }: { onAdd: (type: StageTypeName) => void }) {
  return (
    <Menu>
      <Menu.Target><Button variant="default" w="fit-content" leftSection={<IconPlus size={16} />}>Add a stage</Button></Menu.Target>
      <Menu.Dropdown>{STAGE_TYPES.map((type) => <Menu.Item key={type} onClick={() => onAdd(type)}>{words(type)}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}
