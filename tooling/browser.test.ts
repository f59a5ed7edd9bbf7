import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright'
import { launchBrowser } from './browser.ts'

async function withPage(use: (page: Page) => Promise<void>): Promise<void> {
  const browser = await launchBrowser()
  try {
    await use(await browser.newPage())
  } finally {
    await browser.close()
  }
}

describe('launchBrowser', () => {
  it('shows text: there is a font', () =>
    withPage(async (page) => {
      await page.setContent('<p>一杯茶</p>')
      expect(await page.getByText('一杯茶').isVisible()).toBe(true)
    }))

  it('reaches nothing outside this machine', () =>
    withPage(async (page) => {
      await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
      await expect(page.goto('http://192.0.2.1/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    }))
})
