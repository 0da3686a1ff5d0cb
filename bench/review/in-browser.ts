import type { Page } from 'playwright-core'
import { openBrowser, windowOf } from '#test/support/browser.ts'
import type { Client } from '#test/support/client.ts'

const OPENINGS = 5
const FRAMES = 240
/** Two lines and a half in each frame: 3,000 pixels a second. */
const STEP = 50

/** How long until the files and the first changed lines are on the screen, and what a frame costs while a long diff is scrolled. */
export async function inBrowser(url: string, who: Client, reviewId: string) {
  const browser = await openBrowser()
  try {
    const open: number[] = []
    for (let n = 0; n < OPENINGS; n++) {
      const context = await windowOf(browser, url, who, { width: 1400 })
      const page = await context.newPage()
      await page.goto(`/app/reviews/${reviewId}`)
      open.push(await page.evaluate(untilShown))
      await context.close()
    }
    const context = await windowOf(browser, url, who, { width: 1400 })
    const page = await context.newPage()
    await page.goto(`/app/reviews/${reviewId}#view=changes&file=${encodeURIComponent('src/a-long-one.ts')}&line=40`)
    await page.locator('.dl-row[data-active]').waitFor()
    const plain = await context.newPage()
    await plain.setContent(`<div class="dl" style="height:600px;overflow:auto"><pre>${'export const value = 7919 // a line of a module\n'.repeat(5000)}</pre></div>`)
    return { open_ms: sorted(open), frames: { diff: await frames(page), baseline_plain_text: await frames(plain) } }
  } finally {
    await browser.close()
  }
}

/** Milliseconds from the beginning of the navigation until there are files and lines. Runs in the page. */
function untilShown(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('.vtree-item') && document.querySelector('.dl-line')) resolve(performance.now())
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Scrolls frame by frame. `work_ms` is what script, style and layout took of each frame: what is left of 16.7 is the browser's. */
async function frames(page: Page) {
  await page.bringToFront()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const metrics = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]))
  const before = await metrics()
  const times = await page.evaluate(scroll, { frames: FRAMES, step: STEP })
  const after = await metrics()
  const spent = (name: string) => (1000 * ((after[name] ?? 0) - (before[name] ?? 0))) / FRAMES
  const sortedTimes = sorted(times)
  const at = (q: number) => sortedTimes[Math.floor(q * (sortedTimes.length - 1))]
  return { frames: FRAMES, interval_ms: { p50: at(0.5), p95: at(0.95), max: at(1) }, over_two_frames: times.filter((t) => t > 34).length, work_ms: Number((spent('ScriptDuration') + spent('LayoutDuration') + spent('RecalcStyleDuration')).toFixed(2)) }
}

function scroll({ frames: count, step }: { frames: number; step: number }): Promise<number[]> {
  const box = document.querySelector('.dl')
  return new Promise((resolve) => {
    const times: number[] = []
    let last = performance.now()
    const next = (now: number) => {
      times.push(now - last)
      last = now
      if (times.length > count) resolve(times.slice(1))
      else {
        if (box) box.scrollTop += step
        requestAnimationFrame(next)
      }
    }
    requestAnimationFrame(next)
  })
}

const sorted = (ms: number[]) => ms.toSorted((a, b) => a - b).map((n) => Number(n.toFixed(1)))
