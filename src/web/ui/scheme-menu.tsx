import { ActionIcon, Menu, type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const SCHEMES = { auto: ['System', IconDeviceDesktop], light: ['Light', IconSun], dark: ['Dark', IconMoon] } as const
const ORDER: readonly MantineColorScheme[] = ['auto', 'light', 'dark']

/** Light, dark, or as the system is set. */
export function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [label, Icon] = SCHEMES[colorScheme]
  return (
    <Menu position="bottom-end">
      <Menu.Target><ActionIcon variant="default" size={30} aria-label={`Theme: ${label}`}><Icon size={16} aria-hidden /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {ORDER.map((scheme) => (
          <Menu.Item key={scheme} onClick={() => setColorScheme(scheme)}>{SCHEMES[scheme][0]}{scheme === colorScheme && ', now'}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
