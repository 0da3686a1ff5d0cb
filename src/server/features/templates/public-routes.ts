import { templateOps } from '#contract/jobs.ts'
import { notFound } from '#server/platform/errors.ts'
import { on } from '#server/platform/feature.ts'
import { gallery, galleryTemplate } from './gallery.ts'
import { processFile } from './process-file.ts'

export const publicRoutes = [
  on(templateOps.listGallery, async () => ({ items: gallery() })),
  on(templateOps.getGalleryTemplate, async (_tx, { params }) => found(params.slug)),
  on(templateOps.exportGalleryTemplate, async (_tx, { params }) => processFile(found(params.slug).process, params.slug)),
]

function found(slug: string) {
  const template = galleryTemplate(slug)
  if (!template) throw notFound('This template')
  return template
}
