import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Organization } from '#contract/accounts.ts'
import { operations, useAct, useOp } from '#web/api/client.ts'
import { Loaded, Page, Refused } from '#web/ui/parts.tsx'

/** What candidates read about the organization. */
export function OrganizationPage() {
  const session = useOp(operations.getSession)
  const organization = useOp(operations.getOrganization)
  return (
    <Page title="Organization" lead="Candidates read this on your careers page and in offers.">
      <Loaded of={session}>
        {(s) => <Loaded of={organization}>{(o) => <OrganizationForm key={o.id} organization={o} owner={s.member.role === 'owner'} />}</Loaded>}
      </Loaded>
    </Page>
  )
}

function OrganizationForm({ organization: o, owner }: { organization: Organization; owner: boolean }) {
  const act = useAct(operations.updateOrganization)
  const form = useForm({ initialValues: { name: o.name, website: o.website, about: o.about, how_we_work: o.how_we_work } })
  const field = (name: 'name' | 'website' | 'about' | 'how_we_work') => ({ ...form.getInputProps(name), error: act.error?.field(`body.${name}`), readOnly: !owner })
  return (
    <form onSubmit={form.onSubmit((body) => act.mutate({ body }))}>
      <Stack maw={640}>
        <Refused error={act.error} />
        {!owner && <Text>Only an owner can change this.</Text>}
        <TextInput label="Name" required={owner} autoComplete="organization" {...field('name')} />
        <TextInput label="Website" autoComplete="url" {...field('website')} />
        <Textarea label="About" autosize minRows={4} {...field('about')} />
        <Textarea label="How we work" description="The default text of offers" autosize minRows={6} {...field('how_we_work')} />
        {owner && <Group><Button type="submit" loading={act.isPending}>Save</Button>{act.isSuccess && <Text role="status">Saved</Text>}</Group>}
      </Stack>
    </form>
  )
}
