import { createTheme } from '@mantine/core'

/** Calm and legible: one green for what acts, system fonts, readable contrasts in both schemes. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 9, dark: 4 },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif',
  cursorType: 'pointer',
})
