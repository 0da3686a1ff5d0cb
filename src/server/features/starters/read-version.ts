import type { FileAnswer } from '#contract/common.ts'
import type { StarterPart } from '#contract/starters.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { type CommitRange, type PatchQuery, showChanges, showPatch } from '#server/platform/reading/show-changes.ts'
import { showFile, showTree } from '#server/platform/reading/show-files.ts'
import { plainView, type View } from '#server/platform/reading/view.ts'
import { zipOf } from '#server/platform/reading/zip-of.ts'
import { loadVersion } from './access.ts'
import { findVersionByNumber } from './version-store.ts'

interface Asked {
  part: StarterPart
  /** Another version to compare with: the one before, unless said. */
  since?: number | undefined
}

interface Opened extends CommitRange {
  view: View
  name: string
}

/** Asks who may read first, each time: what is kept in memory is only looked at behind this. */
async function open(ctx: Context, id: string, number: number, { part, since }: Asked): Promise<Opened> {
  return ctx.transaction(async (tx) => {
    const { starter, version } = await loadVersion(tx, id, number)
    const other = await findVersionByNumber(tx, id, since ?? Math.max(1, number - 1))
    const commitOf = (v: typeof version | null) => (part === 'files' ? v?.commit : v?.checksCommit)
    const to = commitOf(version) ?? missing()
    return { view: plainView(ctx.git.reader(starter.repos[part])), from: commitOf(other) ?? to, to, name: `${starter.slug}-${part === 'files' ? '' : 'checks-'}${number}` }
  })
}

function missing(): never {
  throw notFound('This part of the starter')
}

type Of = { id: string; number: number }

export async function listVersionFiles(ctx: Context, { id, number }: Of, asked: Asked) {
  const { view, from, to } = await open(ctx, id, number, asked)
  return { commit: to, items: await showTree(view, to, from) }
}

export async function getVersionFile(ctx: Context, { id, number }: Of, query: { part: StarterPart; path: string; lines: 'cut' | 'whole' }) {
  const { view, to } = await open(ctx, id, number, query)
  return showFile(view, to, query)
}

export async function listVersionChanges(ctx: Context, { id, number }: Of, asked: Asked) {
  const { view, from, to } = await open(ctx, id, number, asked)
  return { from, to, items: await showChanges(view, { from, to }) }
}

export async function getVersionDiff(ctx: Context, { id, number }: Of, query: Asked & PatchQuery) {
  const { view, from, to } = await open(ctx, id, number, query)
  return showPatch(view, { from, to }, query)
}

export async function downloadVersion(ctx: Context, { id, number }: Of, asked: Asked): Promise<FileAnswer> {
  const { view, to, name } = await open(ctx, id, number, asked)
  return zipOf(view, to, name)
}
