import { javascript } from '@codemirror/lang-javascript'
import { yaml } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { EditorView, minimalSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { styleNonce } from './nonce.ts'

/** Where to go; a new object goes there again. */
export interface Place {
  line: number
  column?: number
}

export interface CodeEditorProps {
  label: string
  /** The name decides how it is coloured. */
  path: string
  text: string
  /** Without it the code can be read and walked through, not changed. */
  onChange?: (text: string) => void
  /** Lines with a remark. */
  noted?: readonly number[]
  place?: Place | null
  height?: string
}

/** Code with line numbers. Loaded lazily by `Code`. */
export function CodeEditor({ label, path, text, onChange, noted = [], place = null, height = '70dvh' }: CodeEditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const marks = useRef(new Compartment())
  const told = useRef(onChange)
  told.current = onChange
  const editable = onChange !== undefined
  useEffect(() => {
    if (!frame.current) return
    const extensions = [...setup(label, path, height), marks.current.of([]), editable ? EditorView.updateListener.of((u) => u.docChanged && told.current?.(u.state.doc.toString())) : EditorState.readOnly.of(true)]
    const made = new EditorView({ parent: frame.current, state: EditorState.create({ doc: text, extensions }) })
    view.current = made
    return () => made.destroy()
  }, [label, path, editable, height])
  useEffect(() => {
    const now = view.current?.state.doc.toString()
    if (now !== undefined && now !== text) view.current?.dispatch({ changes: { from: 0, to: now.length, insert: text } })
  }, [text])
  const key = noted.join()
  useEffect(() => view.current?.dispatch({ effects: marks.current.reconfigure(noting(view.current.state, noted)) }), [key, text, path])
  useEffect(() => goTo(view.current, place), [place, path])
  return <div ref={frame} className="code-frame" />
}

function setup(label: string, path: string, height: string): Extension[] {
  const language = /\.ya?ml$/.test(path) ? yaml() : /\.(?:[cm]?[jt]sx?|json)$/.test(path) ? javascript({ typescript: true, jsx: path.endsWith('x') }) : []
  return [
    EditorView.cspNonce.of(styleNonce),
    minimalSetup,
    language,
    syntaxHighlighting(classHighlighter),
    // Prose is read in lines as wide as the page; code keeps its own.
    /\.(?:md|txt)$/i.test(path) ? EditorView.lineWrapping : [],
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    lineNumbers(),
    EditorView.theme({ '&': { maxHeight: height } }),
  ]
}

function noting(state: EditorState, lines: readonly number[]): Extension {
  const builder = new RangeSetBuilder<Decoration>()
  for (const n of [...new Set(lines)].toSorted((a, b) => a - b)) {
    if (n < 1 || n > state.doc.lines) continue
    const { from } = state.doc.line(n)
    builder.add(from, from, Decoration.line({ class: 'noted' }))
  }
  return EditorView.decorations.of(builder.finish())
}

function goTo(view: EditorView | null, place: Place | null) {
  if (!view || !place) return
  const line = view.state.doc.line(Math.min(Math.max(1, place.line), view.state.doc.lines))
  const anchor = Math.min(line.from + Math.max(0, (place.column ?? 1) - 1), line.to)
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
  view.focus()
}
