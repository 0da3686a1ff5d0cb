import { javascript } from '@codemirror/lang-javascript'
import { yaml } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, keymap, lineNumbers, MatchDecorator, ViewPlugin } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { EditorView, minimalSetup } from 'codemirror'
import { useEffect, useRef } from 'react'
import { HIDDEN_MARK } from './hidden.tsx'
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
  /** Somebody chose a line: by its number, or with Enter on it. */
  onLine?: (line: number) => void
  /** Lines with a remark. */
  noted?: readonly number[]
  place?: Place | null
  height?: string
}

/** Code with line numbers. Loaded lazily by `Code`. */
export function CodeEditor({ label, path, text, onChange, onLine, noted = [], place = null, height = '70dvh' }: CodeEditorProps) {
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const marks = useRef(new Compartment())
  const told = useRef({ onChange, onLine })
  told.current = { onChange, onLine }
  const editable = onChange !== undefined
  useEffect(() => {
    if (!frame.current) return
    const choose = (n: number) => told.current.onLine?.(n)
    const extensions = [...setup(label, path, height), choosing(choose), marks.current.of([]), editable ? EditorView.updateListener.of((u) => u.docChanged && told.current.onChange?.(u.state.doc.toString())) : EditorState.readOnly.of(true)]
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
  return <div ref={frame} className={onLine ? 'code-frame pick' : 'code-frame'} />
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
    marking,
    EditorView.theme({ '&': { maxHeight: height } }),
  ]
}

const marks = new MatchDecorator({ regexp: HIDDEN_MARK, decoration: Decoration.mark({ class: 'hidden-mark' }) })

/** Sets apart what the server made visible, on the lines that are on the screen. */
const marking = ViewPlugin.define<{ seen: DecorationSet; update(u: Parameters<MatchDecorator['updateDeco']>[0]): void }>(
  (view) => ({
    seen: marks.createDeco(view),
    update(u) {
      this.seen = marks.updateDeco(u, this.seen)
    },
  }),
  { decorations: (plugin) => plugin.seen },
)

/** A click on a number, or Enter on its line where nothing can be typed. */
function choosing(choose: (line: number) => void): Extension {
  const at = (view: EditorView, pos: number) => {
    choose(view.state.doc.lineAt(pos).number)
    return true
  }
  return [
    lineNumbers({ domEventHandlers: { click: (view, block) => at(view, block.from) } }),
    keymap.of([{ key: 'Enter', run: (view) => view.state.readOnly && at(view, view.state.selection.main.head) }]),
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
