import type { Child } from 'hono/jsx'
import { type SlotChoice, SlotButtons, SlotPicker } from './slots.tsx'

/** A form of times to book. The first button only changes the zone, so that the enter key books nothing. */
export function SlotForm({ action, children, ...choice }: SlotChoice & { action: string; children?: Child }) {
  return (
    <form method="post" action={action} data-slots="" novalidate>
      <SlotPicker {...choice} />
      {children}
      <SlotButtons {...choice} />
    </form>
  )
}
