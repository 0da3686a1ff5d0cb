import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import { openBrowser } from '#test/support/browser.ts'

/** Where a journey plays: a running program, a browser, and the mail that people get. */
export interface Scene {
  app: TestApp
  /** A new person's own window, with nothing of anybody else's. */
  open(): Promise<Page>
  /** The newest mail to an address whose subject matches, when it has come. */
  mail(to: string, subject: RegExp): Promise<string>
  close(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const app = await startTestApp({ poll: true })
  const browser: Browser = await openBrowser()
  const newest = (to: string, subject: RegExp) => app.mails.to(to).findLast((m) => subject.test(m.subject))?.text ?? ''
  return {
    app,
    open: async () => {
      const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      return page
    },
    mail: async (to, subject) => {
      await expect.poll(() => newest(to, subject), { timeout: 15_000 }).not.toBe('')
      return newest(to, subject)
    },
    close: async () => {
      await browser.close()
      await app.close()
    },
  }
}

/** Opens one option of a select and takes it. */
export async function choose(page: Page, label: string, option: string) {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
