import { PasswordInput, TextInput } from '@mantine/core'

interface Values {
  url: string
  branch: string
  token: string
}

/** Where to fetch from, and with what. */
export function ImportFields({ values, onChange, error }: { values: Values; onChange: (change: Partial<Values>) => void; error?: string | undefined }) {
  return (
    <>
      <TextInput label="Address" description="The one that git clone takes, over https" placeholder="https://git.example.com/team/starter.git" required maxLength={500} value={values.url} onChange={(e) => onChange({ url: e.currentTarget.value })} error={error} />
      <TextInput label="Branch" description="Left empty: the one its server calls the default" maxLength={200} value={values.branch} onChange={(e) => onChange({ branch: e.currentTarget.value })} />
      <PasswordInput label="Token" description="For a private repository. Used once, and kept nowhere" autoComplete="off" maxLength={500} value={values.token} onChange={(e) => onChange({ token: e.currentTarget.value })} />
    </>
  )
}
