import { Anchor, AppShell, Burger, Button, Group, NavLink, Text, useMantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import type { Session } from '#contract/accounts.ts'
import { call, operations, useOp } from '../api/client.ts'
import { paths } from '../paths.ts'
import { Loaded, Page } from '../ui/parts.tsx'

/** The frame of every page for members; nobody signed in is led to the door. */
export function Shell() {
  const session = useOp(operations.getSession)
  const location = useLocation()
  if (session.error?.problem.status === 401) return <Navigate to="/sign-in" search={{ next: location.href } as never} />
  return <Loaded of={session}>{(s) => <Frame session={s} />}</Loaded>
}

function Frame({ session }: { session: Session }) {
  const [open, { toggle, close }] = useDisclosure(false)
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !open } }} padding="md">
      <a className="skip" href="#main">Skip to the page</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap" gap="sm">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={open ? 'Close the menu' : 'Open the menu'} />
            <Anchor component={Link} to="/" fw={700} c="inherit">Handiwork</Anchor>
            <Text size="sm" c="dimmed" visibleFrom="xs">{session.organization.name}</Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeButton />
            <Button variant="default" size="xs" onClick={signOut}>Sign out</Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" onClick={close}><Navigation session={session} /></AppShell.Navbar>
      <AppShell.Main id="main"><Outlet /></AppShell.Main>
    </AppShell>
  )
}

async function signOut() {
  await call(operations.signOut)
  window.location.assign(paths.signIn)
}

function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
  return <Button variant="default" size="xs" onClick={() => setColorScheme(next[colorScheme])}>Theme: {colorScheme === 'auto' ? 'system' : colorScheme}</Button>
}

function Navigation({ session }: { session: Session }) {
  const { pathname } = useLocation()
  const hiring = session.member.role === 'owner' || session.member.role === 'recruiter'
  const items = [
    ['/', 'Jobs', true],
    ['/reviews', 'My reviews', true],
    ['/interviews', 'My interviews', true],
    ['/times', 'My times', true],
    ['/payouts', 'Payouts', hiring],
    ['/activity', 'Activity', hiring],
    ['/members', 'Members', true],
    ['/organization', 'Organization', true],
    ['/tokens', 'API tokens', true],
    ['/mailbox', 'Mailbox', session.mailbox],
  ] as const
  return (
    <nav aria-label="Main">
      {items.filter(([, , shown]) => shown).map(([to, label]) => (
        <NavLink key={to} component={Link} to={to} label={label} active={to === '/' ? pathname === '/' || pathname.startsWith('/jobs') : pathname.startsWith(to)} />
      ))}
    </nav>
  )
}

export function NotFound() {
  return <Page title="There is nothing here"><Text>The address may be old, or the page not yours to see. <a href="/app/">Go to the jobs</a>.</Text></Page>
}
