import MarkdownIt from 'markdown-it'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image')

// A heading of somebody's text never competes with the page's own.
const deeper = (tag: string) => `h${Math.min(6, Number(tag.slice(1)) + 2)}`
markdown.core.ruler.push('deeper_headings', (state) => {
  for (const token of state.tokens) if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = deeper(token.tag)
})
markdown.core.ruler.push('careful_links', (state) => {
  for (const token of state.tokens.flatMap((t) => t.children ?? [])) if (token.type === 'link_open') token.attrSet('rel', 'nofollow noopener')
})

/** Markdown as HTML: raw HTML is shown as text, images stay links, only http(s) and mail links work. */
export function renderMarkdown(text: string): string {
  return markdown.render(text)
}

/** The same as plain words, for descriptions and mail. */
export function plainText(text: string): string {
  return markdown
    .parse(text, {})
    .flatMap((t) => t.children ?? [])
    .map((t) => (t.type === 'softbreak' || t.type === 'hardbreak' ? ' ' : t.content))
    .join('')
    .trim()
}
