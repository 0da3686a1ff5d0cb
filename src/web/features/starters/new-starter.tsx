import { Button, FileInput, Radio, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { type ApiProblem, operations, useAct, useOp, useSend } from '#web/api/client.ts'
import { Refused } from '#web/ui/parts.tsx'
import { ImportFields } from './import-fields.tsx'

interface Values {
  name: string
  kind: 'template' | 'url' | 'zip' | 'empty'
  template: string
  url: string
  branch: string
  token: string
  file: File | null
}

const KINDS: readonly (readonly [Values['kind'], string, string])[] = [
  ['template', 'One of ours', 'A shipped take-home with its hidden tests, to be changed'],
  ['url', 'A git address', 'The newest files of a repository of yours, elsewhere'],
  ['zip', 'A zip', 'All files of a project'],
  ['empty', 'Nothing', 'An empty repository to push to'],
]

/** Begins a starter; what comes after, comes as versions. */
export function NewStarter() {
  const gallery = useOp(operations.listGallery)
  const navigate = useNavigate()
  const open = (id: string) => void navigate({ to: `/starters/${id}` })
  const send = useSend(operations.uploadStarterFiles, { onDone: (s) => open(s.id) })
  const form = useForm<Values>({ initialValues: { name: '', kind: 'template', template: 'backend-engineer', url: '', branch: '', token: '', file: null }, validate: { file: (file, { kind }) => (kind === 'zip' && !file ? 'Choose a zip' : null) } })
  const act = useAct(operations.createStarter, {
    onDone: (s) => {
      const { kind, file } = form.getValues()
      // What can't be taken is said on the starter's page, where another zip can be chosen.
      if (kind === 'zip' && file) send.mutate({ input: { params: { id: s.id } }, file }, { onError: () => open(s.id) })
      else open(s.id)
    },
  })
  const { kind } = form.values
  return (
    <form onSubmit={form.onSubmit(({ name, ...v }) => act.mutate({ body: { name, from: fromOf(v) } }))}>
      <Stack>
        <Refused error={act.error} />
        <TextInput label="Name" description="Processes call it by this name, in lower case" data-autofocus required maxLength={80} {...form.getInputProps('name')} error={act.error?.field('body.name')} />
        <Radio.Group label="Begin from" {...form.getInputProps('kind')}>
          <Stack gap="xs" mt="xs">{KINDS.map(([value, label, description]) => <Radio key={value} value={value} label={label} description={description} />)}</Stack>
        </Radio.Group>
        {kind === 'template' && <Select label="Template" allowDeselect={false} data={(gallery.data?.items ?? []).map((t) => ({ value: t.slug, label: t.process.name }))} {...form.getInputProps('template')} error={act.error?.field('body.from.template')} />}
        {kind === 'url' && <ImportFields values={form.values} onChange={(change) => form.setValues(change)} error={urlError(act.error)} />}
        {kind === 'zip' && <FileInput label="Zip" description="node_modules and .git are left out" accept=".zip,application/zip" clearable {...form.getInputProps('file')} />}
        <Button type="submit" loading={act.isPending || send.isPending}>Begin the starter</Button>
        {send.isPending && <Text size="sm" role="status">Uploading. This can take a while.</Text>}
      </Stack>
    </form>
  )
}

const urlError = (error: ApiProblem | null) => error?.field('body.from.url')

function fromOf({ kind, template, url, branch, token }: Omit<Values, 'name'>) {
  if (kind === 'template') return { kind, template } as const
  return kind === 'url' ? ({ kind, url, branch, token } as const) : ({ kind } as const)
}
