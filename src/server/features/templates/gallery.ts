import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { GalleryTemplate } from '#contract/jobs.ts'
import { packageRoot } from '#server/lib/package-root.ts'
import { parseProcess } from './parse-process.ts'

const shipped = path.join(packageRoot, 'templates')
let kept: GalleryTemplate[] | undefined

/** The templates that ship with this version, by name. Read once. @throws when one of them has a mistake */
export function gallery(): GalleryTemplate[] {
  return (kept ??= readGallery(shipped))
}

export function galleryTemplate(slug: string): GalleryTemplate | null {
  return gallery().find((t) => t.slug === slug) ?? null
}

/** Reads every folder that holds a `process.yaml`. @throws Error naming the file, the line and the mistake */
export function readGallery(folder: string): GalleryTemplate[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((slug) => existsSync(path.join(folder, slug, 'process.yaml')))
    .sort()
    .map((slug) => ({ slug, process: readTemplate(folder, slug) }))
}

function readTemplate(folder: string, slug: string): GalleryTemplate['process'] {
  const files = yamlFilesOf(path.join(folder, slug))
  const { process, mistakes } = parseProcess(files['process.yaml'] ?? '', { files, slug })
  if (!process) throw new Error(`templates/${slug}/process.yaml can’t be used:\n${mistakes.map((m) => `${m.line ?? '?'}:${m.column ?? '?'} ${m.path} ${m.message}`).join('\n')}`)
  return process
}

function yamlFilesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file))
  return Object.fromEntries(names.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]))
}

/** Whether it can be the name of a template's folder, and of nothing outside. */
export const isSlug = (text: string) => /^[a-z0-9-]+$/.test(text)

export interface StarterFile {
  path: string
  content: Uint8Array
  mode: '100644' | '100755'
}

const NOT_SHIPPED = new Set(['node_modules', '.git', 'coverage', 'dist', '.DS_Store'])

/** The files a repository begins with, in a fixed order. Empty when the template has no scaffold. */
export function starterFilesOf(slug: string, folder = shipped): StarterFile[] {
  if (!isSlug(slug)) return []
  const root = path.join(folder, slug, 'scaffold')
  return existsSync(root) ? filesIn(root, '').sort((a, b) => (a.path < b.path ? -1 : 1)) : []
}

export function filesIn(root: string, below: string): StarterFile[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const relative = below ? `${below}/${entry.name}` : entry.name
    if (NOT_SHIPPED.has(entry.name)) return []
    if (entry.isDirectory()) return filesIn(root, relative)
    return entry.isFile() ? [starterFile(root, relative)] : []
  })
}

function starterFile(root: string, relative: string): StarterFile {
  const file = path.join(root, relative)
  // Only the owner's bit is kept, as git does.
  return { path: relative, content: readFileSync(file), mode: (statSync(file).mode & 0o100) === 0 ? '100644' : '100755' }
}
