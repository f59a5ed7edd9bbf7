import './node-version.ts'
import type { Browser, Page } from 'playwright'
import type {
  Fixtures,
  PlaywrightTestArgs,
  PlaywrightTestOptions,
  PlaywrightWorkerArgs,
  PlaywrightWorkerOptions,
} from 'playwright/test'
import { createSimulator, type Simulator } from './simulator.ts'
import type { SimulatorOptions } from './types.ts'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN'

/** What the fixtures give to a test. */
export interface TestFixtures {
  /** A page in the simulated WeChat of an iPhone: it has WeChat's user agent, and the bridge on each page. */
  weixinPage: Page
}

/** What the fixtures give to all tests of a worker. */
export interface WorkerFixtures {
  /** A simulator of the worker; its orders stay from test to test. */
  simulator: Simulator
}

/** What `test.extend` takes. */
export type SimulatorFixtures = Fixtures<
  TestFixtures,
  WorkerFixtures,
  PlaywrightTestArgs & PlaywrightTestOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions
>

/** What a document may begin with: the script comes after the last of these, or a doctype behind it would not count. */
const BEGINNINGS = [/<head(?:\s[^>]*)?>/i, /<html(?:\s[^>]*)?>/i, /<!doctype[^>]*>/i]

/** Puts the bridge in front of a page's own scripts. */
export function withBridge(html: string, url: string): string {
  const script = `<script src="${url}/simulator/bridge.js"></script>`
  const beginning = BEGINNINGS.find((one) => one.test(html))
  return beginning ? html.replace(beginning, (tag) => tag + script) : script + html
}

/** Opens a page in the simulated WeChat; close its context after use. */
export async function openWeixinPage(browser: Browser, simulator: Simulator): Promise<Page> {
  const { url } = simulator
  const context = await browser.newContext({
    userAgent: IPHONE,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  // Chrome takes a page that went through `route` for one of the internet, which has to ask before it may reach this
  // machine. Browsers that do not know the permission do not ask.
  await context.grantPermissions(['local-network-access']).catch(() => {})
  await context.route('**/*', async (route) => {
    const request = route.request()
    const isPage = request.resourceType() === 'document' && !request.url().startsWith(`${url}/`)
    if (!isPage) return route.fallback()
    // The browser follows redirects itself, or the page would have the address of the first.
    const response = await route.fetch({ maxRedirects: 0 })
    const type = response.headers()['content-type'] ?? ''
    if (!type.includes('text/html')) return route.fulfill({ response })
    return route.fulfill({ response, body: withBridge(await response.text(), url) })
  })
  return context.newPage()
}

/**
 * Fixtures for Playwright's `test`, without a dependency on it.
 *
 * @example
 * import { test as base } from '@playwright/test'
 * import { simulatorFixtures, type TestFixtures, type WorkerFixtures } from 'weixin-simulator/playwright'
 * const test = base.extend<TestFixtures, WorkerFixtures>(simulatorFixtures())
 * test('the page pays', async ({ weixinPage, simulator }) => { … })
 */
export function simulatorFixtures(options: SimulatorOptions = {}): SimulatorFixtures {
  return {
    simulator: [
      // Playwright reads which fixtures this one needs from the pattern, and wants one.
      async ({ browserName }, use) => {
        void browserName
        const simulator = await createSimulator(options)
        await use(simulator)
        await simulator.close()
      },
      { scope: 'worker' },
    ],
    weixinPage: async ({ browser, simulator }, use) => {
      const page = await openWeixinPage(browser, simulator)
      await use(page)
      await page.context().close()
    },
  }
}
