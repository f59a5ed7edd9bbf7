import { expect, test } from 'vitest'
import { consentPage } from './consent-page.ts'
import { h5CashierPage, scannedPage } from './h5-pages.ts'
import { errorPage, openInWeixinPage, refusedPage } from './message-pages.ts'

const hostile = `"><script>alert('1')</script>&`
const hostilePayment = {
  prepayId: hostile,
  code: hostile,
  payee: hostile,
  total: 2800,
  description: hostile,
}
const pages = {
  consent: consentPage({
    name: hostile,
    user: { nickname: hostile, avatar: hostile },
    request: { [hostile]: hostile },
    checks: [{ check: hostile, ok: false, detail: hostile }],
    token: hostile,
  }),
  openInWeixin: openInWeixinPage({ continueTo: hostile }),
  error: errorPage({
    code: 10003,
    text: hostile,
    why: {
      code: hostile,
      en: hostile,
      zh: hostile,
      field: hostile,
      reference: { title: hostile, url: hostile, line: hostile },
    },
    sent: { [hostile]: hostile },
  }),
  refused: refusedPage({ name: hostile }),
  h5Cashier: h5CashierPage(hostilePayment, { left: 292, returnTo: hostile }),
  scanned: scannedPage(hostilePayment),
}

test.each(Object.entries(pages))('%s: every value is escaped', (_name, page) => {
  expect(page.replace('<script src="/simulator/cashier.js"></script>', '')).not.toContain('<script')
  expect(page).not.toContain(hostile)
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;')
})

test.each(Object.entries(pages))('%s: says that it is a simulation', (_name, page) => {
  expect(page).toMatch(/<html lang="zh-CN">/)
  expect(page).toMatch(/<title>〔模拟〕/)
  const text = page.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
  expect(text).toMatch(
    /模拟 SIMULATOR · (不会真实扣款 no real money|非真实微信授权 not real WeChat)/,
  )
  expect(page).toMatch(/<meta name="robots" content="noindex"/)
})

test.each(Object.entries(pages))('%s: sends nothing anywhere else', (_name, page) => {
  const addresses = [...page.matchAll(/(?:action|href|src)="([^"]*)"/g)].map(([, to]) => to)
  const own = /^(\/simulator\/(phone\/\w+|fonts\.css|cashier\.js)|data:,|&quot;.*)$/
  expect(addresses.filter((to = '') => !own.test(to))).toEqual([])
  expect(page).toContain('default-src &#39;none&#39;')
  expect(page).not.toMatch(/url\(|@import/)
})

test('consent gives the answer and the token back to the simulator', () => {
  const consent = consentPage({
    name: '山前茶铺',
    user: { nickname: '小明', avatar: '/simulator/avatars/1' },
    request: { scope: 'snsapi_userinfo' },
    checks: [{ check: 'scope', ok: true }],
    token: 'T1',
  })
  expect(consent).toMatch(/<form[^>]*method="post"[^>]*action="\/simulator\/phone\/consent"/)
  expect(consent).toMatch(/<input type="hidden" name="token" value="T1"/)
  expect(consent).toMatch(/<button[^>]*name="answer" value="refuse">拒绝<\/button>/)
  expect(consent).toMatch(/<button[^>]*name="answer" value="allow">允许<\/button>/)
})

test('a dead end shows the field and WeChat’s document in one line of the simulator’s own card', () => {
  const reference = { title: '网页授权', url: 'https://developers.weixin.qq.com/doc/x', line: null }
  const why = { code: '10003', en: 'Why.', zh: '为什么。', field: 'redirect_uri', reference }
  const page = errorPage({ code: 10003, text: 'x', why, sent: {} })
  const text = page.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
  expect(text).toMatch(/真实微信不会显示.*字段 field redirect_uri · 微信文档 document 网页授权/)
  expect(page).toContain(
    '<a href="https://developers.weixin.qq.com/doc/x" target="_blank" rel="noreferrer">',
  )
  const without = { ...why, field: null, reference: null }
  expect(errorPage({ code: null, text: 'x', why: without, sent: {} })).not.toContain(
    'class="where"',
  )
})
