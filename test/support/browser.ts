import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core'
import { expect } from 'vitest'
import type { Client } from './client.ts'

const PLACES = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** The machine's own headless Chromium; `npm test` sees to it that there is one. */
export function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((p) => p && existsSync(p))
  if (!executablePath) throw new Error('There is no Chromium. Set CHROMIUM_PATH, or run npm test, which looks for one.')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
}

/** A browser window of somebody who is signed in already. */
export async function windowOf(browser: Browser, url: string, who: Client | null, o: { width?: number; dark?: boolean } = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: o.width ?? 1280, height: 900 }, colorScheme: o.dark ? 'dark' : 'light', reducedMotion: 'reduce' })
  if (who) await context.addCookies(who.cookies().map((c) => ({ ...c, url })))
  return context
}

/** The page at a path, as somebody sees it. */
export async function pageAt(browser: Browser, url: string, who: Client | null, path: string, o: { width?: number; dark?: boolean } = {}): Promise<Page> {
  const page = await (await windowOf(browser, url, who, o)).newPage()
  await page.goto(path)
  return page
}

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** axe finds nothing wrong with the page as it stands (WCAG 2 A and AA), and nothing scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  // Injected by the debugger, so that the page's own policy stays as it is.
  const { readFileSync } = await import('node:fs')
  await page.evaluate(readFileSync(axeSource, 'utf8'))
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }
    const result = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`).slice(0, 3).join(' | ')}`)
  })
  expect(found, page.url()).toEqual([])
  expect(await page.evaluate(widest), `${page.url()} scrolls sideways`).toEqual([])
}

/** The same, and with SHOTS set to a folder what was seen is kept there, to be looked at. */
export async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  const folder = process.env['SHOTS']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

/** The ways in which a page is looked at, each with a name for its picture. */
export const WAYS = [
  { name: '1280-light', width: 1280, dark: false },
  { name: '1280-dark', width: 1280, dark: true },
  { name: '360-light', width: 360, dark: false },
  { name: '360-dark', width: 360, dark: true },
] as const

/** What sticks out at the right of a page that scrolls sideways. Runs in the page. */
function widest(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  return [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1).map((e) => e.outerHTML.slice(0, 120)).slice(0, 4)
}
