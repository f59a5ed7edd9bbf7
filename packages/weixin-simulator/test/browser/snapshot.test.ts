import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { createSimulator, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { invoke } from './bridge-in-page.ts'
import { looks, shoot, smallTargets } from './look.ts'
import { signedPayment, startShop, visit } from './shop.ts'

let browser: Browser
let simulator: Simulator
let shop: Awaited<ReturnType<typeof startShop>>

beforeAll(async () => {
  browser = await launchBrowser()
  simulator = await createSimulator()
  shop = await startShop(simulator.url)
})
afterAll(() => Promise.all([browser.close(), shop.close(), simulator.close()]))

const use = (page: Page) => page.getByRole('button', { name: '使用完整服务' })
/** How often the page's own button was pressed. */
const presses = (page: Page) => page.evaluate<number>('window.pressed ?? 0')
const countPresses = (page: Page) =>
  page.evaluate(
    `document.querySelector('#buy').addEventListener('click', () => { window.pressed = (window.pressed ?? 0) + 1 })`,
  )

const authorize = (more: string): string => {
  const back = encodeURIComponent(`${shop.url}/shop/7`)
  return `${simulator.url}/connect/oauth2/authorize?appid=${simulator.credentials.appId}&redirect_uri=${back}&response_type=code&scope=snsapi_userinfo&state=abc123${more}#wechat_redirect`
}

/** Opens the address as the phone of a real user, or of the virtual one. */
async function openAs(isSnapshot: boolean, url: string, options = {}): Promise<Page> {
  const { page } = await visit(browser, 'about:blank', options)
  const openid = simulator.users().find((user) => user.isSnapshot === isSnapshot)?.openid ?? ''
  await page
    .context()
    .addCookies([{ name: 'weixin_simulator_phone', value: openid, url: simulator.url }])
  await page.goto(url)
  return page
}

test('forceSnapShot: no consent, a page that can only be read, then consent and the whole page', async () => {
  const page = await openAs(false, authorize('&forceSnapShot=true'))
  await page.waitForURL(/\/shop\/7\?code=\w+&state=abc123/)
  const code = new URL(page.url()).searchParams.get('code')
  const { appId, appSecret } = simulator.credentials
  const grant = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
  const token = await fetch(`${simulator.url}/sns/oauth2/access_token?${grant}`)
  expect(await token.json()).toMatchObject({ is_snapshotuser: 1 })

  await countPresses(page)
  await page.getByRole('button', { name: '购买' }).click()
  await page.getByText('刚才的点按没有生效').waitFor()
  await page.getByRole('button', { name: '购买' }).focus()
  await page.keyboard.press('Enter')
  expect(await presses(page)).toBe(0)
  await page.mouse.move(200, 300)
  await page.mouse.wheel(0, 400)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)

  await Promise.all([page.waitForURL(/oauth2\/authorize/), use(page).click()])
  await page.getByRole('button', { name: '允许' }).click()
  await page.waitForURL(/\/shop\/7\?code=\w+&state=abc123/)
  expect(new URL(page.url()).searchParams.get('code')).not.toBe(code)
  await countPresses(page)
  await page.getByRole('button', { name: '购买' }).click()
  expect(await presses(page)).toBe(1)
  expect(await use(page).count()).toBe(0)
  await page.context().close()
})

test('no function of WeChat works on a snapshot page, and the log says why', async () => {
  const page = await openAs(true, shop.url)
  await use(page).waitFor()
  const payment = signedPayment(simulator, await merchant(simulator).prepayId())
  expect(await invoke(page, 'getBrandWCPayRequest', payment)).toEqual({
    err_msg: 'get_brand_wcpay_request:fail',
  })
  expect(await invoke(page, 'getNetworkType')).toEqual({ err_msg: 'getNetworkType:fail' })
  const reasons = simulator.log().flatMap(({ reason }) => (reason ? [reason.code] : []))
  expect(reasons.filter((code) => code === 'snapshot-page')).toHaveLength(2)
  await page.context().close()
})

test('a snapshot user signs in without consent; full service loads the page for the real one', async () => {
  const page = await openAs(true, authorize(''))
  await page.waitForURL(/\/shop\/7\?code=/)
  await Promise.all([page.waitForEvent('load'), use(page).click()])
  await page.getByRole('button', { name: '购买' }).waitFor()
  expect(await use(page).count()).toBe(0)
  await page.context().close()
})

test.each(looks)('the bar fits: %s', async (look, options) => {
  const page = await openAs(true, shop.url, { deviceScaleFactor: 2, ...options })
  await use(page).waitFor()
  await page.getByRole('button', { name: '购买' }).click()
  await page.getByText('刚才的点按没有生效').waitFor()
  await shoot(page, `snapshot-bar-${look}`)
  const bar = await page.getByRole('region', { name: '快照页' }).boundingBox()
  const { width = 0, height = 0 } = page.viewportSize() ?? {}
  expect(bar!.x).toBeGreaterThanOrEqual(0)
  expect(bar!.x + bar!.width).toBeLessThanOrEqual(width)
  // The page above it can still be read.
  expect(bar!.height).toBeLessThan(height * 0.7)
  expect(await smallTargets(page, 'weixin-simulator-snapshot button')).toEqual([])
  await page.context().close()
})
