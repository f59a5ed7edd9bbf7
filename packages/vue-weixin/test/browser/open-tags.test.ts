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
  ;[browser, shop] = await Promise.all([launchBrowser(), startPartsShop(['/tags'])])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(() => openShop(shop))
afterEach(() => opened?.close())

const open = async (phone: Partial<Parameters<typeof openPage>[2]> = {}) =>
  (opened = await openPage(browser, `${shop.url}/tags`, {
    userAgent: android,
    responses: { preVerifyJSAPI: { errMsg: 'config:ok' } },
    ...phone,
  }))

test('the tag lies over the content, with the script that WeChat reads', async () => {
  const it = await open()
  const tag = it.page.locator('wx-open-launch-weapp')
  await tag.waitFor({ state: 'attached' })
  const [verification] = await it.invoked()
  expect(verification).toMatchObject([
    'preVerifyJSAPI',
    { verifyOpenTagList: ['wx-open-launch-weapp', 'wx-open-subscribe', 'wx-open-audio'] },
  ])
  const facts = await tag.evaluate((element) => {
    const script = element.querySelector('script')
    const content = element.previousElementSibling as HTMLElement
    const [over, under] = [element.getBoundingClientRect(), content.getBoundingClientRect()]
    return {
      attributes: Object.fromEntries(
        [...element.attributes].map(({ name, value }) => [name, value]),
      ),
      type: script?.type,
      text: script?.textContent,
      covers:
        over.left <= under.left &&
        over.right >= under.right &&
        over.top <= under.top &&
        over.bottom >= under.bottom,
      content: content.outerHTML,
      wrapper: element.parentElement?.className,
      margin: element.parentElement?.style.margin,
      position: element.parentElement?.style.position,
    }
  })
  expect(facts).toMatchObject({
    attributes: {
      appid: 'wx0123456789abcdef',
      path: 'pages/tea?id=3',
      'extra-data': '{"table":7}',
    },
    type: 'text/wxtag-template',
    text: expect.stringMatching(/^<div .*<\/div>$/),
    covers: true,
    content: '<button>打开小程序 true</button>',
    wrapper: 'to-mini-program',
    margin: '8px',
    position: 'relative',
  })
  expect(facts.attributes).not.toHaveProperty('env-version')
  expect(await it.page.locator('wx-open-subscribe').getAttribute('template')).toBe('a,b')
  expect(await it.page.locator('wx-open-audio').getAttribute('title')).toBe('采茶')
})

test('what WeChat tells becomes events', async () => {
  const it = await open()
  await it.page.locator('wx-open-subscribe').waitFor({ state: 'attached' })
  await it.page.evaluate(() => {
    const tell = (tag: Element | Document | null, name: string, detail: object): void =>
      void tag?.dispatchEvent(new CustomEvent(name, { detail }))
    const launch = document.querySelector('wx-open-launch-weapp')
    tell(launch, 'ready', {})
    tell(launch, 'launch', { ok: 1 })
    tell(launch, 'error', { errMsg: 'launch:fail' })
    tell(document.querySelector('wx-open-subscribe'), 'success', { errMsg: 'subscribe:ok' })
    tell(document, 'WeixinOpenTagsError', { errMsg: 'too old' })
  })
  await expect
    .poll(() => it.text('events'))
    .toBe(
      'ready {}; launch {"ok":1}; error {"errMsg":"launch:fail"}; success {"errMsg":"subscribe:ok"}; error {"errMsg":"too old"}',
    )
})

test('a tag that has changed is made anew, because WeChat reads it once', async () => {
  const it = await open()
  const tag = it.page.locator('wx-open-launch-weapp')
  await tag.waitFor({ state: 'attached' })
  await tag.evaluate((element) => Object.assign(element, { isOld: true }))
  await it.page.getByRole('button', { name: '下一款' }).click()
  await expect.poll(() => tag.getAttribute('path')).toBe('pages/tea?id=4')
  expect(await tag.evaluate((element) => 'isOld' in element)).toBe(false)
})

test('outside WeChat the content alone is shown, and the error says why', async () => {
  const it = await open({ userAgent: 'Mozilla/5.0 Chrome/140.0', bridgeAfter: null })
  await expect.poll(() => it.text('events')).toContain('not open in WeChat')
  expect(await it.page.getByRole('button', { name: '打开小程序 false' }).isVisible()).toBe(true)
  expect(await it.page.locator('wx-open-launch-weapp, wx-open-audio').count()).toBe(0)
})
