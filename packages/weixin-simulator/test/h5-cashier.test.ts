import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { lastCall } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const SHOP = 'http://localhost:5173/orders/7'
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 Safari'

async function order(ip = '127.0.0.1', description = '明前龙井 × 1'): Promise<string> {
  const { call, order: make } = merchant(weixin)
  const { payer: _payer, ...rest } = make({ amount: { total: 2800 }, description })
  const scene_info = { payer_client_ip: ip, h5_info: { type: 'Wap' } }
  const body = JSON.stringify({ ...rest, scene_info })
  const response = await call('POST', '/v3/pay/transactions/h5', body)
  return String(response.body['h5_url'])
}

const visit = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
  const all = { 'user-agent': PHONE, referer: SHOP, ...headers }
  const response = await fetch(url, { headers: all })
  expect(response.status).toBe(200)
  return response.text()
}

/** Takes one step on the sheet that the page's script opens. */
async function step(page: string, name: 'open' | 'pay'): Promise<unknown> {
  const data = Object.fromEntries(
    [...page.matchAll(/data-(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      value.replaceAll('&amp;', '&'),
    ]),
  )
  const { prepay: prepayId, code, back: redirectUrl } = data
  const response = await fetch(`${weixin.url}/simulator/phone/h5`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prepayId, code, redirectUrl, step: name, method: 'balance' }),
  })
  return response.json()
}

const text = (page: string): string =>
  page
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')

test('the payer comes, opens WeChat, pays, and goes back', async () => {
  const url = await order()
  const back = 'http://localhost:5173/paid?order=7&from=h5'
  const cashier = await visit(`${url}&redirect_url=${encodeURIComponent(back)}`)
  expect(text(cashier)).toMatch(
    /SIMULATOR.*山前茶铺（模拟商户） ¥28\.00 商品 明前龙井 × 1 有效期 剩 0[45]:\d\d 正在打开微信… 链接已过期，请返回商家重新支付 打开微信 返回商家/,
  )
  const href = `href="${back.replaceAll('&', '&amp;')}"`
  expect(cashier).toContain(href)
  expect(await step(cashier, 'open')).toMatchObject({ payment: { total: 2800, balance: 12_850 } })
  expect(weixin.orders().at(-1)?.tradeState).toBe('NOTPAY')
  expect(await step(cashier, 'pay')).toEqual({ paid: true })
  expect(weixin.orders().at(-1)).toMatchObject({ tradeState: 'SUCCESS', tradeType: 'MWEB' })
  expect(await step(cashier, 'pay')).toMatchObject({
    refused: {
      dialog: '该订单已支付',
      why: { code: 'order-paid', reference: { title: 'H5调起支付' } },
    },
  })
})

test('without redirect_url it goes back to the page that started', async () => {
  expect(await visit(await order())).toContain(`href="${SHOP}"`)
})

test.each([
  ['no Referer', { referer: '' }, '', '商家参数格式有误，请联系商家解决', 'h5-no-referer'],
  [
    'a Referer of another domain',
    { referer: 'https://elsewhere.example.com/' },
    '',
    '商家存在未配置的参数，请联系商家解决',
    'h5-domain',
  ],
  [
    'inside WeChat',
    { 'user-agent': `${PHONE} MicroMessenger/8.0.48` },
    '',
    '请在微信外打开订单，进行支付',
    'h5-in-weixin',
  ],
  [
    'a redirect_url of another domain',
    {},
    '&redirect_url=https%3A%2F%2Felsewhere.example.com%2F',
    '商家存在未配置的参数，请联系商家解决',
    'h5-domain',
  ],
  [
    'a script as redirect_url',
    {},
    '&redirect_url=javascript%3Aalert(1)',
    '商家存在未配置的参数，请联系商家解决',
    'h5-domain',
  ],
  ['another package', {}, '7', '支付请求已失效，请重新发起支付', 'h5-unknown'],
])('%s is refused', async (_what, headers, added, dialog, code) => {
  const page = await visit((await order()) + added, headers)
  expect(text(page)).toContain(dialog)
  expect(page).not.toContain('打开微信')
  expect(lastCall(weixin).reason?.code).toBe(code)
})

test('another address than the order names is refused', async () => {
  const page = await visit(await order('203.0.113.7'))
  expect(text(page)).toContain('网络环境未能通过安全验证，请稍后再试')
  expect(lastCall(weixin).reason?.code).toBe('h5-ip')
})

test('after five minutes it is too late, also for a page that is open', async () => {
  const url = await order()
  await weixin.advance(299)
  const cashier = await visit(url)
  expect(text(cashier)).toContain('剩 00:01')
  await weixin.advance(1)
  expect(text(await visit(url))).toContain('支付请求已失效，请重新发起支付')
  expect(await step(cashier, 'open')).toMatchObject({
    refused: { dialog: '支付请求已失效，请重新发起支付' },
  })
  expect(weixin.orders().at(-1)?.tradeState).toBe('NOTPAY')
})

test('a page from elsewhere cannot press the button', async () => {
  const response = await fetch(`${weixin.url}/simulator/phone/h5`, {
    method: 'POST',
    headers: { origin: 'http://localhost:5173', 'content-type': 'application/json' },
    body: JSON.stringify({ step: 'pay' }),
  })
  expect(response.status).toBe(403)
})
