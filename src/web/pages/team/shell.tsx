import { Anchor, AppShell, Burger, Button, Group, Menu, NavLink, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconActivity, IconBriefcase, IconBuilding, IconCalendarTime, IconChevronDown, IconCode, IconCoin, IconGitBranch, IconKey, IconMail, IconMessages, IconScale, IconUsers } from '@tabler/icons-react'
import { Link, Navigate, Outlet, useLocation } from '@tanstack/react-router'
import type { Session } from '#contract/accounts.ts'
import { call, operations, useAct, useOp } from '#web/api/client.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Page, Refused } from '#web/ui/parts.tsx'
import { SchemeMenu } from '#web/ui/scheme-menu.tsx'
import { keepFor } from '#web/ui/kept.ts'
import { KeyHelp } from '#web/ui/key-help.tsx'

/** The frame of every page for members; nobody signed in is led to the door. */
export function Shell() {
  const session = useOp(operations.getSession)
  const location = useLocation()
  if (session.error?.problem.status === 401) return <Navigate to="/sign-in" search={{ next: location.href } as never} />
  return <Loaded of={session}>{(s) => <Frame session={s} />}</Loaded>
}

/** Where a page needs the whole window, the menu waits behind its button. */
const isFull = (pathname: string) => /^\/reviews\/./.test(pathname)

function Frame({ session }: { session: Session }) {
  keepFor(session.member.id)
  const [open, { toggle, close }] = useDisclosure(false)
  const full = isFull(useLocation().pathname)
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !open, desktop: full && !open } }} padding={full ? 12 : 'md'}>
      <a className="skip" href="#main">Skip to the page</a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group wrap="nowrap" gap="sm" style={{ minWidth: 0 }}>
            <Burger opened={open} onClick={toggle} {...(full ? {} : { hiddenFrom: 'sm' as const })} size="sm" aria-label={open ? 'Close the menu' : 'Open the menu'} />
            <Anchor component={Link} to="/" fw={700} c="inherit" underline="never">Handiwork</Anchor>
            <Organizations session={session} />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeMenu />
            <Person session={session} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" onClick={close} data-closed={!open || undefined} data-full={full || undefined}><Navigation session={session} /></AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} style={{ outline: 'none' }}><Outlet /></AppShell.Main>
      <KeyHelp />
    </AppShell>
  )
}

/** Where one works; a menu only for who belongs to several. */
function Organizations({ session }: { session: Session }) {
  const act = useAct(operations.switchOrganization, { onDone: () => window.location.assign(paths.jobs) })
  const { organization, organizations } = session
  if (organizations.length < 2) return <Text size="sm" c="dimmed" visibleFrom="xs" truncate>{organization.name}</Text>
  return (
    <Menu>
      <Menu.Target><Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={`Organization: ${organization.name}`}>{organization.name}</Button></Menu.Target>
      <Menu.Dropdown>
        <Refused error={act.error} />
        {organizations.map((o) => <Menu.Item key={o.id} disabled={o.id === organization.id} onClick={() => act.mutate({ body: { organization_id: o.id } })}>{o.name}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}

function Person({ session }: { session: Session }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />} maw={160}>{session.user.name}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label c="dimmed">{session.user.email}, {session.member.role}</Menu.Label>
        <Menu.Item component={Link} to="/account">Your account</Menu.Item>
        <Menu.Item onClick={() => void signOut()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function signOut() {
  await call(operations.signOut)
  window.location.assign(paths.signIn)
}

function Navigation({ session }: { session: Session }) {
  const { pathname } = useLocation()
  const hiring = session.member.role === 'owner' || session.member.role === 'recruiter'
  const items = [
    ['/', 'Jobs', IconBriefcase, true],
    ['/reviews', 'My reviews', IconCode, true],
    ['/calibration', 'Calibration', IconScale, true],
    ['/interviews', 'My interviews', IconMessages, true],
    ['/times', 'My times', IconCalendarTime, true],
    ['/starters', 'Starters', IconGitBranch, hiring],
    ['/payouts', 'Payouts', IconCoin, hiring],
    ['/activity', 'Activity', IconActivity, hiring],
    ['/members', 'Members', IconUsers, true],
    ['/organization', 'Organization', IconBuilding, true],
    ['/tokens', 'API tokens', IconKey, true],
    ['/mailbox', 'Mailbox', IconMail, session.mailbox && session.member.role === 'owner'],
  ] as const
  const here = (to: string) => (to === '/' ? pathname === '/' || /^\/(?:jobs|applications)\//.test(pathname) : pathname.startsWith(to))
  return (
    <nav aria-label="Main">
      {items.filter(([, , , shown]) => shown).map(([to, label, Icon]) => (
        <NavLink key={to} component={Link} to={to} label={label} leftSection={<Icon size={18} stroke={1.6} aria-hidden />} active={here(to)} aria-current={here(to) ? 'page' : undefined} style={{ borderRadius: 8 }} />
      ))}
    </nav>
  )
}

export function NotFound() {
  return <Page title="There is nothing here"><Text>The address may be old, or the page not yours to see. <a href="/app/">Go to the jobs</a>.</Text></Page>
}
