import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import type { Merchant } from '../merchant.ts'
import { android } from '../page.ts'
import { type OpenedPage, openPage, openShop } from './open-page.ts'
import { startPartsShop } from './parts-page.ts'

let browser: Browser
let shop: Merchant
let opened: OpenedPage | undefined
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([
    launchBrowser(),
    startPartsShop(['/share', '/share/tea', '/share/kept']),
  ])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(() => openShop(shop))
afterEach(() => opened?.close())

const verified = { preVerifyJSAPI: { errMsg: 'config:ok' } }
const open = async (responses: object, path = '/share') =>
  (opened = await openPage(browser, shop.url + path, {
    userAgent: android,
    responses: { ...verified, ...responses },
  }))
/** Titles and links that WeChat was given, oldest first. */
const cards = async (it: OpenedPage, command = 'updateAppMessageShareData') =>
  (await it.invoked())
    .filter(([name]) => name === command)
    .map(([, card]) => card as { title: string; link: string; imgUrl: string })

test('each route has its card, and none is left behind', async () => {
  const ok = { errMsg: 'x:ok' }
  const it = await open({ updateAppMessageShareData: ok, updateTimelineShareData: ok })
  await expect.poll(() => it.text('events')).toBe('true')
  await it.page.getByRole('link', { name: '明前龙井' }).click()
  await expect.poll(() => cards(it).then((all) => all.at(-1)?.title)).toBe('明前龙井')
  await it.page.goBack()
  await expect.poll(() => cards(it).then((all) => all.at(-1)?.title)).toBe('山前茶铺')
  expect((await cards(it)).at(-1)).toMatchObject({
    link: `${shop.url}/share`,
    imgUrl: `${shop.url}/tea.png`,
  })
  expect(await cards(it, 'updateTimelineShareData')).toHaveLength((await cards(it)).length)
  const addresses = shop.requests
    .filter((call) => call.includes('/config'))
    .map((call) => decodeURIComponent(call.split('url=')[1] ?? ''))
  expect(addresses).toContain(`${shop.url}/share/tea`)
})

test('a page that KeepAlive hides gives its card up, and takes it back', async () => {
  const ok = { errMsg: 'x:ok' }
  const it = await open(
    { updateAppMessageShareData: ok, updateTimelineShareData: ok },
    '/share/kept',
  )
  const newest = () => expect.poll(() => cards(it).then((all) => all.at(-1)?.title))
  await newest().toBe('明前龙井')
  const other = it.page.getByRole('button', { name: '换一款' })
  await other.click()
  await newest().toBe('桂花乌龙')
  await other.click()
  await newest().toBe('明前龙井')
  await other.click()
  await newest().toBe('桂花乌龙')
})

test('an older client: its menus send the card when the user shares', async () => {
  const it = await open({ sendAppMessage: { err_msg: 'send_app_msg:confirm' } })
  await expect.poll(() => it.text('events')).toBe('true')
  await it.page.evaluate(() => window.handlers['menu:share:appmessage']?.({ scene: 'friend' }))
  await expect.poll(() => cards(it, 'sendAppMessage')).toHaveLength(1)
  expect((await cards(it, 'sendAppMessage'))[0]).toMatchObject({
    title: '山前茶铺',
    img_url: `${shop.url}/tea.png`,
  })
})
