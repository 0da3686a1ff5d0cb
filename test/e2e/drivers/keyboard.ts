import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Somebody who has no mouse: moves with Tab, and always sees where they are. */
export class Keyboard {
  constructor(readonly page: Page) {}

  /** Tabs forward until `target` has the focus. @throws when it is not reached within a page's worth of stops */
  async to(target: Locator): Promise<void> {
    await target.waitFor()
    for (let i = 0; i < 150; i++) {
      await this.page.keyboard.press('Tab')
      await this.expectVisibleFocus()
      if (await target.evaluate((e) => e === document.activeElement)) return
    }
    expect.fail(`The keyboard never reaches ${target.toString()} on ${this.page.url()}`)
  }

  async press(target: Locator): Promise<void> {
    await this.to(target)
    await this.page.keyboard.press('Enter')
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.to(target)
    await this.page.keyboard.press('ControlOrMeta+A')
    await this.page.keyboard.type(text)
  }

  async tick(target: Locator): Promise<void> {
    await this.to(target)
    await this.page.keyboard.press('Space')
    expect(await target.isChecked()).toBe(true)
  }

  /** From the top of a page, the first stop is a link past its navigation, and it works. */
  async skipToContent(): Promise<void> {
    await this.page.keyboard.press('Tab')
    expect(await this.page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await this.page.keyboard.press('Enter')
    expect(await this.page.evaluate(() => document.activeElement?.id)).toBe('content')
  }

  private async expectVisibleFocus() {
    const bad = await this.page.evaluate(() => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(e)
      const { left, right, width } = e.getBoundingClientRect()
      const marked = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
      const inside = width > 0 && left > -1 && right < document.documentElement.clientWidth + 1
      return marked && inside ? null : `${marked ? 'outside the page' : 'no mark of focus'}: ${e.outerHTML.slice(0, 160)}`
    })
    expect(bad, this.page.url()).toBeNull()
  }
}
