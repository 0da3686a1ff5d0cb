import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { Loaded } from '#web/ui/parts.tsx'
import { SubmissionFinder } from './submission-finder.tsx'
import { useListed } from './submission-listed.ts'
import { Middle, type ReaderInside, type ReaderProps } from './submission-reader.tsx'
import { SubmissionTree } from './submission-tree.tsx'

/** The same where there is room for one thing at a time: files, code and what stands beside it are tabs. */
export function SubmissionNarrow(props: ReaderProps) {
  const listed = useListed(props.id)
  return <Loaded of={listed}>{(files) => <Narrow {...props} files={files} />}</Loaded>
}

function Narrow(props: ReaderInside) {
  const { files, going, aside, viewed } = props
  const { address } = going
  const [tab, setTab] = useState<string | null>(address.file ? 'code' : 'files')
  const [finding, setFinding] = useState(false)
  const [seen, setSeen] = useState('')
  const current = (address.view === 'changes' && seen) || (address.file ?? (files[0]?.path ?? ''))
  const open = (path: string) => {
    const changed = files.find((f) => f.path === path)?.change !== 'unchanged'
    setSeen(changed ? path : '')
    setTab('code')
    going.open({ view: changed && address.view !== 'file' ? 'changes' : 'file', file: path, push: null, commit: null })
  }
  return (
    <>
      <Tabs value={tab} onChange={setTab} keepMounted={false} className="narrow">
        <Tabs.List grow>
          <Tabs.Tab value="files">Files</Tabs.Tab>
          <Tabs.Tab value="code">Code</Tabs.Tab>
          {aside && <Tabs.Tab value="aside">{aside.name}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="files" className="narrow-panel"><SubmissionTree files={files} shown={current} onOpen={open} onFind={() => setFinding(true)} viewed={viewed?.paths} /></Tabs.Panel>
        <Tabs.Panel value="code" className="narrow-panel"><Middle {...props} current={current} onSight={setSeen} /></Tabs.Panel>
        {aside && <Tabs.Panel value="aside">{aside.body}</Tabs.Panel>}
      </Tabs>
      <SubmissionFinder files={files} opened={finding} onClose={() => setFinding(false)} onOpen={open} />
    </>
  )
}
