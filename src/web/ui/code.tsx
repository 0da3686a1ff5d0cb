import { Skeleton } from '@mantine/core'
import { Suspense, lazy } from 'react'
import type { CodeEditorProps } from './code-editor.tsx'
import { Marked } from './hidden.tsx'

const Editor = lazy(() => import('./code-editor.tsx').then((m) => ({ default: m.CodeEditor })))

/** Code to read or to write; the editor comes when it is first needed. */
export function Code(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton h={240} role="status" aria-label="Loading the code" />}>
      <Editor {...props} />
    </Suspense>
  )
}

const KINDS: readonly (readonly [RegExp, string])[] = [[/^(?:diff |index |--- |\+\+\+ |new file|deleted file|similarity|rename )/, 'head'], [/^@@/, 'head'], [/^\+/, 'add'], [/^-/, 'gone']]
const kindOf = (line: string) => KINDS.find(([pattern]) => pattern.test(line))?.[1]

/** A patch, line by line; the signs say what the colours repeat. */
export function Patch({ text, label }: { text: string; label: string }) {
  return (
    <pre className="patch" tabIndex={0} role="region" aria-label={label}>
      {text.split('\n').map((line, i) => <span key={i} className={kindOf(line)}><Marked text={line} /></span>)}
    </pre>
  )
}
