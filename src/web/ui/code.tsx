import { Skeleton } from '@mantine/core'
import { Suspense, lazy } from 'react'
import type { CodeEditorProps } from './code-editor.tsx'

const Editor = lazy(() => import('./code-editor.tsx').then((m) => ({ default: m.CodeEditor })))

/** Code to read or to write; the editor comes when it is first needed. */
export function Code(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton h={240} role="status" aria-label="Loading the code" />}>
      <Editor {...props} />
    </Suspense>
  )
}
