import type { Browser, Locator, Page } from 'playwright-core'
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

/** Opens a select and takes one option. On a busy machine its list may still be moving, and a click falls beside: try again. */
export async function choose(within: Page | Locator, label: string, option: string) {
  const page = 'page' in within ? within.page() : within
  const select = within.getByRole('combobox', { name: label })
  const wanted = page.getByRole('option', { name: option, exact: true })
  for (let tries = 0; tries < 5 && (await select.inputValue()) !== option; tries++) {
    if (!(await wanted.isVisible())) await select.click()
    await wanted.click({ timeout: 3000 }).catch(() => undefined)
  }
  expect(await select.inputValue()).toBe(option)
}
