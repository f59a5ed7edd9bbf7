import type { Browser } from 'playwright'
import { createServer, type UserConfig } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchBrowser } from '../browser.ts'
import { freePort } from '../free-port.ts'
import { loadModule } from '../load-module.mjs'
import { exampleFolder, startExample } from '../readme/example.ts'
import { phone } from './phone.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('vue-minimal pays at koa-minimal with one click', async () => {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const example = await startExample('koa-minimal', origin)
  vi.stubEnv('SERVER', example.url)
  vi.stubEnv('SIMULATOR', example.simulator.url)
  const root = exampleFolder('vue-minimal')
  const { exports: config, close } = await loadModule<{ default: UserConfig }>(
    root,
    'vite.config.js',
  )
  const vite = await createServer({
    ...config.default,
    root,
    configFile: false,
    logLevel: 'error',
    server: { ...config.default.server, port, ws: false, hmr: false, watch: null },
  })
  try {
    await vite.listen()
    const context = await browser.newContext(phone)
    const page = await context.newPage()
    const click = (name: string): Promise<void> =>
      page.getByRole('button', { name, exact: true }).click()

    // The first click of a user who is not signed in leads to WeChat and back.
    await page.goto(origin)
    await Promise.all([page.waitForEvent('load'), click('微信支付')])
    await click('微信支付')
    await click('立即支付')
    await page.keyboard.type('123456')
    await click('完成')
    await page.getByText('支付成功').waitFor()
    expect(example.simulator.orders()).toMatchObject([{ tradeState: 'SUCCESS', attach: '42' }])
    await context.close()
  } finally {
    vi.unstubAllEnvs()
    await vite.close()
    await close()
    await example.close()
  }
})
