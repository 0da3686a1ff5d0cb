import { ActionIcon, Accordion, Button, Group, Menu, Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { type HiringProcess, STAGE_TYPES, type Stage, type StageTypeName } from '#contract/process.ts'
import { newStage } from './new-stage.ts'
import { StageForm } from './stage-form.tsx'

interface Props {
  process: HiringProcess
  onChange: (process: HiringProcess) => void
}

/** The stages in order: open one to change it, move it, remove it, add another. */
export function StageList({ process, onChange }: Props) {
  const { stages } = process
  const put = (next: Stage[]) => onChange({ ...process, stages: next })
  const move = (i: number, by: number) => {
    const next = [...stages]
    const [moved] = next.splice(i, 1)
    if (moved) next.splice(i + by, 0, moved)
    put(next)
  }
  return (
    <>
      <Accordion variant="separated" order={2}>
        {stages.map((stage, i) => (
          <Accordion.Item key={stage.key} value={stage.key}>
            <Group wrap="nowrap" gap={4} pr="xs">
              <Accordion.Control>{i + 1}. {stage.name} <Text span size="sm" c="dimmed">{stage.type.replaceAll('_', ' ')}</Text></Accordion.Control>
              <ActionIcon variant="default" aria-label={`Move ${stage.name} up`} disabled={i === 0} onClick={() => move(i, -1)}><IconArrowUp size={16} /></ActionIcon>
              <ActionIcon variant="default" aria-label={`Move ${stage.name} down`} disabled={i === stages.length - 1} onClick={() => move(i, 1)}><IconArrowDown size={16} /></ActionIcon>
              <ActionIcon variant="default" aria-label={`Remove ${stage.name}`} onClick={() => put(stages.filter((_, k) => k !== i))}><IconTrash size={16} /></ActionIcon>
            </Group>
            <Accordion.Panel><StageForm stage={stage} onChange={(s) => put(stages.map((old, k) => (k === i ? s : old)))} /></Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <AddStage onAdd={(type) => put([...stages, newStage(type, stages)])} />
    </>
  )
}

function AddStage({ onAdd }: { onAdd: (type: StageTypeName) => void }) {
  return (
    <Menu>
      <Menu.Target><Button variant="default" w="fit-content">Add a stage</Button></Menu.Target>
      <Menu.Dropdown>{STAGE_TYPES.map((type) => <Menu.Item key={type} onClick={() => onAdd(type)}>{type.replaceAll('_', ' ')}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}
