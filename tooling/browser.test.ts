import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright'
import { launchBrowser } from './browser.ts'

describe('launchBrowser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('shows text: there is a font', async () => {
    const page = await browser.newPage()
    await page.setContent('<p>一杯茶</p>')
    expect(await page.getByText('一杯茶').isVisible()).toBe(true)
  })

  it('reaches nothing outside this machine', async () => {
    const page = await browser.newPage()
    await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
    await expect(page.goto('http://192.0.2.1/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  })
})
