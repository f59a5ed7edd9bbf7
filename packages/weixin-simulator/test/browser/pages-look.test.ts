import { createServer, type Server } from 'node:http'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { consentPage } from '../../src/phone/pages/consent-page.ts'
import { errorPage, openInWeixinPage, refusedPage } from '../../src/phone/pages/message-pages.ts'
import { looks, shoot, smallTargets } from './look.ts'
import { visit } from './shop.ts'
import { listen, stop } from './stub-weixin.ts'

const avatar =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path fill="%23f3c88b" d="M0 0h40v40H0z"/><path fill="%235f8a6b" d="M0 40V28l11-9 9 8 8-6 12 10v9z"/></svg>'
const consent = {
  name: '山前茶铺',
  user: { nickname: '小明', avatar },
  request: {
    appid: 'wx51a7e0c0ffee0001',
    redirect_uri: 'http://localhost:5173/weixin/oauth',
    scope: 'snsapi_userinfo',
  },
  checks: ['appid', 'redirect_uri', 'order of the parameters'].map((check) => ({
    check,
    ok: true,
  })),
  token: 'T1',
}
const hostile = '"><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'

const pages: Record<string, string> = {
  '/consent': consentPage(consent),
  '/open-in-weixin': openInWeixinPage({ continueTo: '/connect/oauth2/authorize?appid=wx1' }),
  '/error': errorPage({
    code: 10003,
    text: 'redirect_uri域名与后台配置不一致',
    why: {
      code: '10003',
      en: 'The host is not the authorised domain.',
      zh: '域名不在网页授权域名之列。',
      field: 'redirect_uri',
      reference: {
        title: '网页授权',
        url: 'https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html',
        line: 'redirect_uri',
      },
    },
    sent: { appid: 'wx51a7e0c0ffee0001', redirect_uri: 'https://elsewhere.example.com/oauth' },
  }),
  '/refused': refusedPage({ name: '山前茶铺' }),
  '/hostile': consentPage({
    name: hostile.repeat(3),
    user: { nickname: hostile.repeat(3), avatar: hostile },
    request: { [hostile]: hostile.repeat(5) },
    checks: [{ check: hostile, ok: false, detail: hostile.repeat(5) }],
    token: hostile,
  }),
}

let browser: Browser
let server: Server
let site: string
const posted: string[] = []

beforeAll(async () => {
  browser = await launchBrowser()
  server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => posted.push(`${request.url} ${chunk.toString()}`))
    request.on('end', () =>
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end(pages[request.url ?? ''] ?? 'done'),
    )
  })
  site = await listen(server)
})
afterAll(() => Promise.all([browser.close(), stop(server)]))

const views = looks.flatMap(([look, options]) =>
  Object.keys(pages).map((path) => [path, look, options] as const),
)

test.each(views)('%s fits, %s, asks nobody else, and is marked', async (path, look, options) => {
  const { page, requests } = await visit(browser, site + path, { deviceScaleFactor: 2, ...options })
  await shoot(page, `${path.slice(1)}-${look}`)
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(widths[0]).toBe(widths[1])
  expect(await smallTargets(page, 'button, summary')).toEqual([])
  expect(await page.title()).toMatch(/^〔模拟〕/)
  expect(await page.locator('.band').innerText()).toMatch(/模拟 SIMULATOR/)
  expect(await page.evaluate('window.hurt')).toBeUndefined()
  const elsewhere = requests.filter(({ url }) => !url.startsWith(site) && !url.startsWith('data:'))
  expect(elsewhere).toEqual([])
  await page.context().close()
})

test.each([
  ['/consent', '允许', '/simulator/phone/consent token=T1&answer=allow'],
  ['/consent', '拒绝', '/simulator/phone/consent token=T1&answer=refuse'],
  [
    '/open-in-weixin',
    '在模拟微信中打开',
    '/simulator/phone/open continueTo=%2Fconnect%2Foauth2%2Fauthorize%3Fappid%3Dwx1',
  ],
])('%s: %s is posted', async (path, name, body) => {
  const { page } = await visit(browser, site + path)
  await page.getByRole('button', { name }).click()
  await page.getByText('done').waitFor()
  expect(posted.at(-1)).toBe(body)
  await page.context().close()
})
