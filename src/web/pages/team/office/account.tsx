import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Done, Loaded, Page, Refused } from '#web/ui/parts.tsx'

/** What is one's own: for now, the password. */
export function AccountPage() {
  const session = useOp(operations.getSession)
  return <Loaded of={session}>{(s) => <Page title="Your account" lead={`${s.user.name}, ${s.user.email}`}><PasswordForm email={s.user.email} /></Page>}</Loaded>
}

function PasswordForm({ email }: { email: string }) {
  const form = useForm({ initialValues: { current: '', next: '' } })
  const act = useAct(operations.changePassword, { onDone: () => form.reset() })
  const field = (name: 'current' | 'next') => ({ ...form.getInputProps(name), error: act.error?.field(`body.${name}`) })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Stack maw={420}>
        <Refused error={act.error} />
        {/* A password manager wants to know whose password this is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput label="Your password now" autoComplete="current-password" required {...field('current')} />
        <PasswordInput label="New password" description="At least 12 characters. Your other sessions end." autoComplete="new-password" required {...field('next')} />
        <Group><Button type="submit" loading={act.isPending}>Change password</Button><Done when={act.isSuccess}>Changed</Done></Group>
      </Stack>
    </form>
  )
}
