import type { MailDraft } from '../feature.ts'
import { renderMarkdown } from '../http/html/markdown.ts'

/** The text part and a plain HTML part of a mail. No remote images, no tracking, nothing but words and one button. */
export function renderMail(draft: MailDraft): { text: string; html: string } {
  return { text: textOf(draft), html: htmlOf(draft) }
}

function textOf(d: MailDraft): string {
  const parts = d.paragraphs.map((p) => (typeof p === 'string' ? p : quoted(p.markdown)))
  if (d.action) parts.push(`${d.action.label}:\n${d.action.url}`)
  parts.push(`${d.fromName || 'Handiwork'}, by way of Handiwork`)
  return `${parts.join('\n\n')}\n`
}

/** Markdown is readable as it is; set as a quotation, so that it is clear where somebody's words begin and end. */
function quoted(markdown: string): string {
  return markdown.trim().replaceAll(/^(?=.*\S)/gm, '> ')
}

function htmlOf(d: MailDraft): string {
  const body = d.paragraphs.map(paragraph).join('')
  const button = d.action
    ? `<p style="margin:28px 0"><a href="${escape(d.action.url)}" style="background:#1f5f4a;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">${escape(d.action.label)}</a></p>`
    : ''
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(d.subject)}</title></head><body style="margin:0;padding:24px;background:#f5f4f0;color:#1c1b18;font:16px/1.55 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto;background:#fff;border:1px solid #e3e0d8;border-radius:12px;padding:28px">${body}${button}<p style="color:#6b675e;font-size:14px;margin:28px 0 0">${escape(d.fromName || 'Handiwork')}, by way of Handiwork</p></div></body></html>`
}

function paragraph(p: MailDraft['paragraphs'][number]): string {
  if (typeof p !== 'string') return `<div style="margin:24px 0;padding:4px 20px;border-left:3px solid #c9c4b8;overflow-wrap:anywhere">${renderMarkdown(p.markdown)}</div>`
  const quoted = p.startsWith('> ')
  const text = escape(quoted ? p.slice(2) : p).replaceAll('\n', '<br>')
  return quoted ? `<blockquote style="margin:16px 0;padding:4px 16px;border-left:3px solid #c9c4b8">${text}</blockquote>` : `<p style="margin:0 0 16px">${text}</p>`
}

function escape(s: string): string {
  return s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
