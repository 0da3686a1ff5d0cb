import type { Child } from 'hono/jsx'
import { assetUrl } from './assets.ts'

export interface Page {
  title: string
  lang?: 'en'
  /** Whose page it is; its name takes the place of the product's. */
  organization?: { name: string; slug: string }
  /** The candidate's address while the portal's session is good. */
  signedInAs?: string | null
  description?: string
  /** True for pages with personal content, which no search engine should list. */
  privatePage?: boolean
  /** Further elements of the head, such as JSON-LD. */
  head?: Child
  children: Child
}

/** A whole HTML document. Everything put into it is escaped; there is no inline script or style in it. */
export function page(p: Page): string {
  const name = p.organization?.name ?? 'Handiwork'
  // Components here are synchronous, so the text is ready at once.
  return `<!doctype html>${String(
    <html lang={p.lang ?? 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{p.title === name ? name : `${p.title} · ${name}`}</title>
        {p.description ? <meta name="description" content={p.description} /> : null}
        {p.privatePage ? <meta name="robots" content="noindex" /> : null}
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={assetUrl('site.css')} />
        <script src={assetUrl('site.js')} defer></script>
        {p.head}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <Top {...p} />
        <main id="content" class="wrap" tabindex={-1}>
          {p.children}
        </main>
        <footer class="foot">
          <div class="wrap">
            <span>Every candidate, the same stages, on the clock.</span>
            <a href="/">Made with Handiwork</a>
          </div>
        </footer>
      </body>
    </html>,
  )}`
}

function Top(p: Page) {
  const home = p.organization ? `/careers/${p.organization.slug}` : '/'
  return (
    <header class="top">
      <div class="wrap">
        <a class="brand" href={home}>
          {p.organization?.name ?? 'Handiwork'}
        </a>
        <nav aria-label="Main">
          {p.signedInAs ? <a href="/portal">Your applications</a> : null}
          {p.signedInAs ? <span class="small">{p.signedInAs}</span> : null}
          {p.organization || p.signedInAs ? null : <a href="/templates">Templates</a>}
          {p.organization || p.signedInAs ? null : <a href="/app">Sign in</a>}
        </nav>
      </div>
    </header>
  )
}

/** A page that says that something is not there or can't be done now, and what to do instead. */
export function messagePage(p: { title: string; text: string; link?: { label: string; href: string }; requestId?: string; organization?: Page['organization']; signedInAs?: string | null }): string {
  return page({
    title: p.title,
    organization: p.organization,
    signedInAs: p.signedInAs,
    privatePage: true,
    children: (
      <>
        <h1>{p.title}</h1>
        <p class="lead">{p.text}</p>
        {p.link ? (
          <p>
            <a class="button" href={p.link.href}>
              {p.link.label}
            </a>
          </p>
        ) : null}
        {p.requestId ? <p class="small soft">Request {p.requestId}</p> : null}
      </>
    ),
  })
}
