import type { Child } from 'hono/jsx'
import { assetUrl } from './assets.ts'
import { Markdown } from './parts.tsx'

/** What a person wrote to somebody, to be read in peace: on its page, and the same where it is looked at before it goes. */
export function Letter({ text, label, children }: { text: string; label: string; children?: Child }) {
  return (
    <article class="card letter" aria-label={label}>
      <Markdown text={text} />
      {children}
    </article>
  )
}

/** A letter as a document of its own, to be shown in a frame: the look of the candidate's page, no script, nothing around it. */
export function letterDocument(p: { text: string; label: string }): string {
  return `<!doctype html>${String(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{p.label}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={assetUrl('site.css')} />
      </head>
      <body>
        <Letter {...p} />
      </body>
    </html>,
  )}`
}
