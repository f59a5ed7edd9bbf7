import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, createServer } from 'vite'
import { describe, expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { withBridge } from '../src/playwright.ts'
import { weixinSimulator } from '../src/vite.ts'
import { test as simulatorTest, withSimulator } from '../src/vitest.ts'
import { merchant } from './merchant.ts'
import { receiver } from './receiver.ts'

async function payAndNotify(simulator: Simulator): Promise<void> {
  const notify = await receiver(() => 204)
  const prepayId = await merchant(simulator, notify.url).prepayId()
  const notification = simulator.nextNotification()
  const { transactionId } = await simulator.payer.pay(prepayId)
  expect(await notification).toMatchObject({ about: transactionId, status: 204 })
  await notify.close()
}

simulatorTest('vitest: a test has a simulator of its own, with awaitable steps', ({ simulator }) =>
  payAndNotify(simulator),
)

async function isNewAndNamed(simulator: Simulator): Promise<void> {
  const { name } = await (await fetch(`${simulator.url}/simulator`)).json()
  expect(name).toBe('山后茶铺')
  expect(simulator.orders()).toEqual([])
}

const named = withSimulator({ name: '山后茶铺' })
named('vitest: with options', ({ simulator }) => isNewAndNamed(simulator))

test('playwright: the bridge comes before the page’s own scripts', () => {
  const script = '<script src="http://localhost:1/simulator/bridge.js"></script>'
  expect(withBridge('<html><HEAD lang="zh"><script>1</script>', 'http://localhost:1')).toBe(
    `<html><HEAD lang="zh">${script}<script>1</script>`,
  )
  expect(withBridge('<!DOCTYPE html><header>tea', 'http://localhost:1')).toBe(
    `<!DOCTYPE html>${script}<header>tea`,
  )
  expect(withBridge('<!doctype html><html lang="zh">', 'http://localhost:1')).toBe(
    `<!doctype html><html lang="zh">${script}`,
  )
  expect(withBridge('<h1>tea</h1>', 'http://localhost:1')).toBe(`${script}<h1>tea</h1>`)
})

describe('vite', () => {
  const page = '<!doctype html><html><head><title>tea</title></head><body>tea</body></html>'
  const inFolder = async (work: (root: string) => Promise<void>): Promise<void> => {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'weixin-simulator-vite-')))
    await writeFile(join(root, 'index.html'), page)
    try {
      await work(root)
    } finally {
      await rm(root, { recursive: true })
    }
  }

  test('the dev server has the bridge, and a simulator that ends with it', () =>
    inFolder(async (root) => {
      const server = await createServer({
        root,
        configFile: false,
        logLevel: 'silent',
        plugins: [weixinSimulator()],
        server: { port: 0, host: '127.0.0.1', ws: false },
      })
      await server.listen()
      const html = await server.transformIndexHtml('/', page)
      const [, src = ''] = /<script src="([^"]+bridge\.js)"/.exec(html) ?? []
      expect(src).toMatch(/^http:\/\/localhost:\d+\/simulator\/bridge\.js$/)
      expect(html.indexOf(src)).toBeLessThan(html.indexOf('<title>'))
      expect((await fetch(src)).status).toBe(200)
      // As when vite.config.ts was changed: the new server is there before the old one is closed.
      await server.restart()
      expect(await server.transformIndexHtml('/', page)).toContain(src)
      expect((await fetch(src)).status).toBe(200)
      await server.close()
      await expect(fetch(src)).rejects.toThrow('fetch failed')
    }))

  test('other options on the same folder replace the simulator, and a middleware server ends it', () =>
    inFolder(async (root) => {
      const folder = join(root, '.weixin')
      const serve = (name: string) =>
        createServer({
          root,
          configFile: false,
          logLevel: 'silent',
          plugins: [weixinSimulator({ folder, name })],
          server: { middlewareMode: true, ws: false },
        })
      const nameAt = async (html: string): Promise<string> => {
        const [, url = ''] = /<script src="([^"]+)\/bridge\.js"/.exec(html) ?? []
        return (await (await fetch(url)).json()).name
      }
      const first = await serve('山前茶铺')
      const second = await serve('山后茶铺')
      await first.close()
      const html = await second.transformIndexHtml('/', page)
      expect(await nameAt(html)).toBe('山后茶铺')
      await second.close()
      await expect(nameAt(html)).rejects.toThrow('fetch failed')
    }))

  test('a production build has none', () =>
    inFolder(async (root) => {
      const built = await build({
        root,
        configFile: false,
        logLevel: 'silent',
        build: { write: false },
        plugins: [weixinSimulator({ url: 'http://localhost:7788' })],
      })
      const text = JSON.stringify(built)
      expect(text).toContain('tea')
      expect(text).not.toContain('bridge.js')
    }))
})
