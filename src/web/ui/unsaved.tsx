import { Button, Group, Modal, Stack, Text } from '@mantine/core'

/** Asks before somebody leaves what they have not saved. */
export function UnsavedDialog({ open, onStay, onLeave }: { open: boolean; onStay: () => void; onLeave: () => void }) {
  return (
    <Modal opened={open} onClose={onStay} title="Leave without saving?">
      <Stack>
        <Text>What you changed here is not saved yet.</Text>
        <Group>
          <Button data-autofocus onClick={onStay}>Stay here</Button>
          <Button variant="default" onClick={onLeave}>Leave and lose the changes</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
