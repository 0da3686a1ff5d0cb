import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { InputOf } from '#contract/operation.ts'
import type { CommentDraft, Review, ReviewComment } from '#contract/reviews.ts'
import { ApiProblem, asking, call, operations } from '#web/api/client.ts'
import { type Keeper, createKeeper } from '#web/ui/keeper.ts'
import { isSameSpot, type Spot } from './spot.ts'

/** What is written in a remark. */
export type Facts = Omit<ReviewComment, 'id' | 'created_at'>

/** A remark that is being written: a new one, or another wording of one that is there. */
export interface Writing {
  drafts: Keeper<Facts>
  /** The keys of remarks being written, each with what it changes. */
  open: ReadonlyMap<string, { facts: Facts; changes: string | null }>
  /** Begins a remark at a place, or goes back to the one begun there. Answers its key. */
  begin(spot: Spot): string
  edit(comment: ReviewComment): string
  add(key: string): Promise<void>
  discard(key: string): Promise<void>
  remove(comment: ReviewComment): Promise<void>
  /** Asks for the keyboard on behalf of a form, as soon as that is on the page. */
  call(key: string): void
  /** Whether a form was asked for; once only. */
  answers(key: string): boolean
}

/** A draft of other words for a remark carries the remark's id in its key. */
const EDIT = 'e'
const NEW = 'n'
const keyOfEdit = (comment: string) => `${EDIT}${comment.slice('cmt_'.length)}`
const idOfEdit = (key: string): ReviewComment['id'] | null => (key.startsWith(EDIT) ? `cmt_${key.slice(1)}` : null)
const freshKey = () => `${NEW}${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`

const factsOf = ({ path, side, line, end_line, commit, kind, criterion_id, body }: CommentDraft | ReviewComment | Facts): Facts => ({ path, side, line, end_line, commit, kind, criterion_id, body })

export const isFinal = (error: Error) => error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 500 && error.problem.status !== 408 && error.problem.status !== 429

/** The remarks of one review that are being written. They outlive a closed tab and a dropped line. */
export function useWriting(r: Review): Writing {
  const queries = useQueryClient()
  const drafts = useMemo(() => createKeeper<Facts>({ save: (key, body, o) => call(operations.saveDraft, { params: { id: r.id, key }, body }, o), isWorth: (f) => f.body.trim() !== '', isFinal }), [r.id])
  const gone = useRef(new Set<string>())
  useEffect(() => {
    for (const { key, saved_at: _, ...d } of r.sealed_at ? [] : r.drafts) if (!gone.current.has(key)) drafts.begin(key, factsOf(d as Facts))
  }, [drafts, r.drafts, r.sealed_at])
  useLeaving(drafts)
  const all = useSyncExternalStore(drafts.subscribe, drafts.all)
  const newest = useRef<string | null>(null)
  const open = useMemo(() => new Map([...all].map(([key, { value }]) => [key, { facts: value, changes: idOfEdit(key) }])), [all])
  const again = () => queries.invalidateQueries({ queryKey: asking(operations.getReview, { params: { id: r.id } }).queryKey })
  const forget = async (key: string) => {
    gone.current.add(key)
    await drafts.forget(key)
  }
  const edited = async (comment: ReviewComment['id'], key: string, body: Facts) => {
    await call(operations.editComment, { params: { id: r.id, comment }, body })
    await call(operations.discardDraft, { params: { id: r.id, key } }).catch(() => undefined)
  }
  return {
    drafts,
    open,
    call: (key) => { newest.current = key },
    answers: (key) => {
      const meant = newest.current === key
      if (meant) newest.current = null
      return meant
    },
    begin: (spot) => {
      const had = [...all].find(([key, { value }]) => !idOfEdit(key) && isSameSpot(value, spot))
      const key = had?.[0] ?? freshKey()
      newest.current = key
      if (!had) drafts.put(key, { ...spot, kind: 'evidence', criterion_id: null, body: '' })
      return key
    },
    edit: (comment) => {
      const key = keyOfEdit(comment.id)
      newest.current = key
      gone.current.delete(key)
      drafts.begin(key, factsOf(comment))
      return key
    },
    add: async (key) => {
      const body = drafts.get(key)?.value
      if (!body) return
      await drafts.flush(key).catch(() => undefined)
      const changes = idOfEdit(key)
      await (changes ? edited(changes, key, body) : call(operations.addComment, { params: { id: r.id }, body: { ...body, draft_key: key } satisfies InputOf<typeof operations.addComment>['body'] }))
      await again()
      await forget(key)
    },
    discard: async (key) => {
      await forget(key)
      await call(operations.discardDraft, { params: { id: r.id, key } })
    },
    remove: async (comment) => {
      await call(operations.deleteComment, { params: { id: r.id, comment: comment.id } })
      await again()
    },
  }
}

/** When the page goes or the line comes back. */
export function useLeaving(keeper: Keeper<never> | Pick<Keeper<unknown>, 'leave' | 'retry'>) {
  useEffect(() => {
    const leave = () => keeper.leave()
    const hide = () => document.visibilityState === 'hidden' && keeper.leave()
    const retry = () => keeper.retry()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('online', retry)
    return () => {
      keeper.leave()
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', hide)
      window.removeEventListener('online', retry)
    }
  }, [keeper])
}
