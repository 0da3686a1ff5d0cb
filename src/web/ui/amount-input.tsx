import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

type Props = Omit<NumberInputProps, 'value' | 'onChange' | 'defaultValue'> & { minor: number; digits: number; onMinor: (minor: number) => void }

/** An amount as people write it, kept in whole minor units. */
export function AmountInput({ minor, digits, onMinor, ...props }: Props) {
  const [shown, setShown] = useState<string | number>(minor / 10 ** digits)
  const change = (value: string | number) => {
    setShown(value)
    onMinor(Math.round(Number(value) * 10 ** digits))
  }
  return <NumberInput min={0} thousandSeparator="," decimalScale={digits} {...props} value={shown} onChange={change} />
}
