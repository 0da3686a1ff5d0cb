import { Anchor, Button, Container, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactNode, useEffect, useState } from 'react'
import { type ApiProblem, call, operations, useAct, useOp } from '#web/api/client.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Refused } from '#web/ui/parts.tsx'

function Door({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Handiwork`
  }, [title])
  return (
    <Container component="main" size="xs" py="xl">
      <Text fw={700} size="lg" mb="md" ta="center">Handiwork</Text>
      <Paper withBorder p="xl" radius="md">
        <Stack>
          <Title order={1} size="h2">{title}</Title>
          {children}
        </Stack>
      </Paper>
    </Container>
  )
}

/** The secret of a link travels in its fragment, which no server log ever sees. */
const secret = () => new URLSearchParams(window.location.hash.slice(1)).get('t') ?? ''
const wanted = (name: string) => new URLSearchParams(window.location.search).get(name)

/** Inside: where one was going, or a draft job from the template one came for. */
async function enter() {
  const template = wanted('template')
  if (template) {
    const job = await draftFrom(template).catch(() => null)
    if (job) return window.location.assign(paths.job(job.id))
  }
  const next = wanted('next')
  window.location.assign(next?.startsWith('/') && !next.startsWith('//') ? (next.startsWith('/app') ? next : `/app${next}`) : paths.jobs)
}

/** A draft job that carries the name of the template it begins from. */
async function draftFrom(slug: string) {
  const { process } = await call(operations.getGalleryTemplate, { params: { slug } })
  return call(operations.createJob, { body: { title: process.name, template: slug } })
}

export function SignInPage() {
  const form = useForm({ initialValues: { email: '', password: '' } })
  const act = useAct(operations.signIn, { onDone: () => void enter() })
  const template = wanted('template')
  return (
    <Door title="Sign in">
      <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
        <Stack>
          <Refused error={act.error} />
          <TextInput label="Email" type="email" autoComplete="username" required {...form.getInputProps('email')} />
          <PasswordInput label="Password" autoComplete="current-password" required {...form.getInputProps('password')} />
          <Button type="submit" loading={act.isPending}>Sign in</Button>
        </Stack>
      </form>
      <Text size="sm"><Anchor href="/sign-in?audience=team">Mail me a sign-in link instead</Anchor></Text>
      <Text size="sm">New here? <Anchor href={`/app/sign-up${template ? `?template=${template}` : ''}`}>Sign up</Anchor>. Candidates sign in <Anchor href="/sign-in">here</Anchor>.</Text>
    </Door>
  )
}

interface NewOwner {
  name: string
  email: string
  password: string
  organization_name: string
}

function OwnerForm({ error, pending, onSubmit, button }: { error: ApiProblem | null; pending: boolean; onSubmit: (v: NewOwner) => void; button: string }) {
  const form = useForm<NewOwner>({ initialValues: { name: '', email: '', password: '', organization_name: '' } })
  const field = (name: keyof NewOwner) => ({ ...form.getInputProps(name), error: error?.field(`body.${name}`) })
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        <Refused error={error} />
        <TextInput label="Your name" autoComplete="name" required {...field('name')} />
        <TextInput label="Email" type="email" autoComplete="username" required {...field('email')} />
        <PasswordInput label="Password" description="At least 12 characters" autoComplete="new-password" required {...field('password')} />
        <TextInput label="Organization" autoComplete="organization" required {...field('organization_name')} />
        <Button type="submit" loading={pending}>{button}</Button>
      </Stack>
    </form>
  )
}

export function SetupPage() {
  const act = useAct(operations.completeSetup, { onDone: () => void enter() })
  return (
    <Door title="Make the first owner">
      <Text>This link works once. You become the owner of a new organization on this server.</Text>
      <OwnerForm error={act.error} pending={act.isPending} button="Create organization" onSubmit={(v) => act.mutate({ body: { ...v, token: secret() } })} />
    </Door>
  )
}

export function SignUpPage() {
  const policy = useOp(operations.getSignUpPolicy)
  const act = useAct(operations.signUp, { onDone: () => void enter() })
  const template = wanted('template')
  return (
    <Door title="Sign up">
      <Loaded of={policy}>
        {(p) => (p.open ? <OwnerForm error={act.error} pending={act.isPending} button="Create organization" onSubmit={(v) => act.mutate({ body: v })} /> : <Text>On this server you join by invitation. {p.needs_owner ? 'The first owner uses the link the server printed when it started.' : 'Ask an owner of your organization, or the operator.'}</Text>)}
      </Loaded>
      <Text size="sm">Have an account? <Anchor href={`/app/sign-in${template ? `?template=${template}` : ''}`}>Sign in</Anchor></Text>
    </Door>
  )
}

export function InvitationPage() {
  const look = useAct(operations.lookUpInvitation)
  const accept = useAct(operations.acceptInvitation, { onDone: () => void enter() })
  const [token] = useState(secret)
  const form = useForm({ initialValues: { name: '', password: '' } })
  const { mutate } = look
  useEffect(() => mutate({ body: { token } }, { onSuccess: (i) => form.setValues({ name: i.name }) }), [token])
  const i = look.data
  return (
    <Door title={i ? `Join ${i.organization_name}` : 'Invitation'}>
      <Refused error={look.error ?? accept.error} />
      {i && (
        <form onSubmit={form.onSubmit((v) => accept.mutate({ body: { token, ...v } }))}>
          <Stack>
            <Text>You are invited as {i.role}, with {i.email}.</Text>
            <TextInput label="Your name" required {...form.getInputProps('name')} />
            <PasswordInput label={i.has_account ? 'Your password' : 'Choose a password'} description={i.has_account ? 'You have an account with this address' : 'At least 12 characters'} required {...form.getInputProps('password')} error={accept.error?.field('body.password')} />
            <Button type="submit" loading={accept.isPending}>Accept the invitation</Button>
          </Stack>
        </form>
      )}
    </Door>
  )
}
