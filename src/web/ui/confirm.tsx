import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'

/** Asks before an act that can't be taken back. */
export function confirm(o: { title: string; text: string; act: string; danger?: boolean; onConfirm: () => void }) {
  modals.openConfirmModal({
    title: o.title,
    children: <Text>{o.text}</Text>,
    labels: { confirm: o.act, cancel: 'Cancel' },
    confirmProps: o.danger ? { color: 'red.9' } : {},
    onConfirm: o.onConfirm,
  })
}
