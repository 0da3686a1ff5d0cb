import { useInterval } from '@mantine/hooks'
import { useState } from 'react'

/** Hours, minutes and seconds until a moment; the server's clock is the one that decides. */
export function Countdown({ to }: { to: string }) {
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 1000, { autoInvoke: true })
  const left = Math.max(0, Math.floor((Date.parse(to) - now) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  return <span role="timer" style={{ fontVariantNumeric: 'tabular-nums' }}>{Math.floor(left / 3600)}:{two(Math.floor(left / 60) % 60)}:{two(left % 60)}</span>
}
