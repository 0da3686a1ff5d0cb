import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { textOf } from '#contract/feedback-text.ts'
import type { Feedback, FeedbackFlag } from '#contract/feedback.ts'
import { ApiProblem, call, operations } from '#web/api/client.ts'
import { type Keyed, normal, opened } from './sections.ts'

const REST_MS = 2000

export interface Draft {
  sections: Keyed[]
  change: (next: Keyed[]) => void
  text: string
  version: number
  /** In words, for whoever wants to close the page. */
  standing: string
  flags: FeedbackFlag[]
  problem: ApiProblem | null
  /** What somebody else saved meanwhile. Nothing is saved until one of the two is chosen. */
  theirs: Feedback | null
  takeTheirs: () => void
  keepMine: () => void
  /** Between asking the server and its answer; until then nobody knows which version is the newest. */
  saving: boolean
  /** Saves what is typed, if anything is. */
  save: () => void
}

/** What is typed, and what the server has of it: saved two seconds after the last key, when the page is left, and never over somebody else's words. */
export function useDraft(f: Feedback): Draft {
  const queries = useQueryClient()
  const [sections, setSections] = useState(() => opened(f.text))
  const [base, setBase] = useState({ text: normal(f.text), version: f.version, flags: f.flags })
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [theirs, setTheirs] = useState<Feedback | null>(null)
  const text = textOf(sections)
  const dirty = text !== base.text

  const adopt = (next: Feedback) => {
    queries.setQueryData(['getFeedback', { id: next.application_id }, {}], next)
    setBase({ text: normal(next.text), version: next.version, flags: next.flags })
  }
  const refused = async (error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error
    setProblem(error)
    if (error.problem.code === 'feedback_changed') setTheirs(await call(operations.getFeedback, { params: { id: f.application_id } }))
    else if (error.problem.status === 409) await queries.invalidateQueries()
  }
  const save = async (leaving = false): Promise<void> => {
    if (!dirty || saving || theirs) return
    setSaving(true)
    try {
      adopt(await call(operations.saveFeedback, { params: { id: f.application_id }, body: { text, version: base.version } }, { leaving }))
      setProblem(null)
    } catch (error) {
      await refused(error)
    } finally {
      setSaving(false)
    }
  }

  useEffect(() => {
    if (!dirty || saving || theirs) return
    const timer = setTimeout(() => void save(), REST_MS)
    return () => clearTimeout(timer)
  })
  // Nobody here has typed anything: what others saved is simply shown.
  useEffect(() => {
    if (dirty || f.version <= base.version) return
    setSections(opened(f.text))
    setBase({ text: normal(f.text), version: f.version, flags: f.flags })
  })
  useLeaving(() => void save(true))

  return {
    sections,
    change: setSections,
    text,
    version: base.version,
    standing: standingOf({ dirty, saving, f, saved: base.version > 0 }),
    flags: base.flags,
    problem,
    theirs,
    takeTheirs: () => {
      if (!theirs) return
      adopt(theirs)
      setSections(opened(theirs.text))
      setTheirs(null)
      setProblem(null)
    },
    keepMine: () => {
      if (!theirs) return
      // The next save begins from theirs, so it is nobody's older version any more.
      adopt(theirs)
      setTheirs(null)
      setProblem(null)
    },
    saving,
    save: () => void save(),
  }
}

function standingOf(o: { dirty: boolean; saving: boolean; saved: boolean; f: Feedback }): string {
  if (o.saving) return 'Saving…'
  if (o.dirty) return 'Not saved yet'
  return o.saved ? 'The draft is saved; the team can read it' : ''
}

/** Runs when the page is left or the panel is closed, with what is known then. */
function useLeaving(act: () => void) {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const leave = () => latest.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
}
