import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant, now, rsaSign } from './merchant.ts'

let weixin: Simulator
let ticket: string
let token: string
beforeAll(async () => {
  weixin = await createSimulator()
  ;({ token, ticket } = await fetchTicket())
})
afterAll(() => weixin.close())

async function fetchTicket(): Promise<{ token: string; ticket: string }> {
  const { appId, appSecret } = weixin.credentials
  const query = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  const { access_token } = await (await fetch(`${weixin.url}/cgi-bin/token?${query}`)).json()
  const asked = `type=jsapi&access_token=${access_token}`
  const got = await (await fetch(`${weixin.url}/cgi-bin/ticket/getticket?${asked}`)).json()
  return { token: String(access_token), ticket: String(got.ticket) }
}

const last = (): LogEntry => {
  const entry = weixin.log().at(-1)
  if (!entry) throw new Error('Nothing was logged')
  return entry
}

const ORIGIN = 'http://localhost:5173'
const phone = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${weixin.url}/simulator/phone/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    body: JSON.stringify(body),
  })

const LANDING = `${ORIGIN}/tea/?from=menu&name=%E8%8C%B6#top`
const CURRENT = `${ORIGIN}/orders/7?a=1&b=2#/list`
const cut = (address: string): string => address.split('#')[0] ?? ''
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const TIME = '1767225600'
const NONCE = 'Wm3WZYTPz0wzccnW'
const textOf = (url: string, signed = ticket): string =>
  `jsapi_ticket=${signed}&noncestr=${NONCE}&timestamp=${TIME}&url=${url}`

async function config(text: string, platform = 'desktop', changes: Record<string, unknown> = {}) {
  const args = {
    verifyJsApiList: ['getBrandWCPayRequest'],
    appId: weixin.credentials.appId,
    verifyAppId: weixin.credentials.appId,
    verifySignType: 'sha1',
    verifyTimestamp: TIME,
    verifyNonceStr: NONCE,
    verifySignature: sha1(text),
  }
  const body = { landing: LANDING, current: CURRENT, platform, args, ...changes }
  const { reply } = await (await phone('config', body)).json()
  return reply
}

test.each([
  ['ios', LANDING],
  ['android', CURRENT],
  ['desktop', CURRENT],
])('on %s the page signature is over its own address', async (platform, address) => {
  const reply = await config(textOf(cut(address)), platform)
  expect(reply).toEqual({ errMsg: 'preVerifyJSAPI:ok' })
  const other = address === LANDING ? CURRENT : LANDING
  const refused = await config(textOf(cut(other)), platform)
  expect(refused).toEqual({ errMsg: 'config:invalid signature', realAuthUrl: [cut(address)] })
  const which = platform === 'ios' ? 'current address was signed' : 'landing address was signed'
  expect(last().why?.found?.mistake).toContain(which)
})

const url = cut(CURRENT)
const withUrl = (other: string) => (): string => textOf(other)
const pageMistakes: [string, () => string][] = [
  ['the hash was kept in the url', withUrl(CURRENT)],
  ['the url was encoded', withUrl(encodeURIComponent(url))],
  ['the url holds &amp; for &', withUrl(url.replace('&', '&amp;'))],
  ['a trailing slash was added or removed', withUrl(url.replace('/7?', '/7/?'))],
  ['the scheme was swapped', withUrl(url.replace('http:', 'https:'))],
  ['the query was dropped', withUrl(`${ORIGIN}/orders/7`)],
  ['only the origin or the path was signed', withUrl(ORIGIN)],
  ['only the origin or the path was signed', withUrl('/orders/7?a=1&b=2')],
  [
    'the parameters are in another order',
    () => `jsapi_ticket=${ticket}&timestamp=${TIME}&noncestr=${NONCE}&url=${url}`,
  ],
  ['nonceStr was written for noncestr', () => textOf(url).replace('noncestr', 'nonceStr')],
  ['the access_token was used for the ticket', () => textOf(url, token)],
  ['the names were left out', () => [ticket, NONCE, TIME, url].join('&')],
]

test.each(pageMistakes)('a page signature where %s', async (mistake, text) => {
  expect(await config(text())).toMatchObject({ errMsg: 'config:invalid signature' })
  const { why } = last()
  expect(why?.found?.mistake).toBe(mistake)
  expect(why?.signedOver).toContain(`&url=${url}`)
  const all = JSON.stringify(weixin.log())
  expect(all).not.toContain(ticket)
  expect(all).not.toContain(token)
})

test('a url that was decoded once too often', async () => {
  const decoded = decodeURIComponent(cut(LANDING))
  await config(textOf(decoded), 'ios')
  expect(last().why?.found?.mistake).toBe('the url was decoded')
})

test('an upper-case hash, another appId, an unregistered page, and what nothing explains', async () => {
  const args = {
    verifyAppId: weixin.credentials.appId,
    verifyTimestamp: TIME,
    verifyNonceStr: NONCE,
  }
  const upper = { ...args, verifySignature: sha1(textOf(url)).toUpperCase() }
  expect(await config('', 'desktop', { args: upper })).toMatchObject({
    errMsg: 'config:invalid signature',
  })
  expect(last().why?.code).toBe('signature-upper-case')
  const other = { ...args, verifyAppId: 'wx0000000000000000' }
  expect(await config('', 'desktop', { args: other })).toEqual({ errMsg: 'config:invalid appid' })
  expect(await config('', 'desktop', { current: 'https://tea.example.com/' })).toEqual({
    errMsg: 'config:invalid url domain',
  })
  await config('anything')
  expect(last().why).toMatchObject({ code: 'invalid-signature', found: null })
})

test('an older ticket, and none', async () => {
  const other = await createSimulator()
  const before = weixin
  try {
    weixin = other
    await config(textOf(url, 'x'))
    expect(last().why?.code).toBe('ticket-expired')
    const old = await fetchTicket()
    await other.advance(7200)
    await config(textOf(url, old.ticket))
    expect(last().why?.code).toBe('ticket-expired')
    await fetchTicket()
    await config(textOf(url, old.ticket))
    expect(last().why?.found?.mistake).toBe('an older ticket was used')
  } finally {
    weixin = before
    await other.close()
  }
})

interface Lines {
  appId: string
  time: string
  nonce: string
  prepayId: string
}

function payArgs(prepayId: string, text?: (lines: Lines) => string): Record<string, unknown> {
  const { appId, privateKey } = weixin.credentials
  const time = now()
  const lines = { appId, time, nonce: NONCE, prepayId }
  const message = text?.(lines) ?? `${appId}\n${time}\n${NONCE}\nprepay_id=${prepayId}\n`
  return {
    appId,
    timeStamp: time,
    nonceStr: NONCE,
    package: `prepay_id=${prepayId}`,
    signType: 'RSA',
    paySign: rsaSign(message, privateKey),
  }
}

async function openSheet(args: Record<string, unknown>, headers: Record<string, string> = {}) {
  const response = await phone('payments', { page: CURRENT, args }, headers)
  expect(response.status).toBe(200)
  return response.json()
}

async function confirm(prepayId: string, headers: Record<string, string> = {}) {
  return (await phone(`payments/${prepayId}`, {}, headers)).json()
}

test('the phone pays: the sheet, then the money', async () => {
  const prepayId = await merchant(weixin).prepayId({ amount: { total: 2800 } })
  const balance = weixin.users()[0]?.balance ?? 0
  expect(await openSheet(payArgs(prepayId))).toEqual({
    payment: { prepayId, payee: '山前茶铺', total: 2800, description: '明前龙井 50g', balance },
  })
  expect(await confirm(prepayId)).toEqual({ paid: true })
  expect(weixin.users()[0]?.balance).toBe(balance - 2800)
  expect(weixin.orders().find((order) => order.prepayId === prepayId)?.state).toBe('SUCCESS')
  expect(await confirm(prepayId)).toMatchObject({ refused: { dialog: '该订单已支付' } })
  expect(await openSheet(payArgs(prepayId))).toMatchObject({ refused: { dialog: '该订单已支付' } })
})

const signMistakes: [string, (lines: Lines) => string][] = [
  [
    'the last line feed was dropped',
    ({ appId, time, nonce, prepayId }) => `${appId}\n${time}\n${nonce}\nprepay_id=${prepayId}`,
  ],
  [
    'the bare prepay id was signed',
    ({ appId, time, nonce, prepayId }) => `${appId}\n${time}\n${nonce}\n${prepayId}\n`,
  ],
  [
    'package= was signed',
    ({ appId, time, nonce, prepayId }) =>
      `${appId}\n${time}\n${nonce}\npackage=prepay_id=${prepayId}\n`,
  ],
  [
    'another appId was signed',
    ({ time, nonce, prepayId }) =>
      `${weixin.credentials.mchId}\n${time}\n${nonce}\nprepay_id=${prepayId}\n`,
  ],
  [
    'another timeStamp was signed',
    ({ appId, time, nonce, prepayId }) => `${appId}\n${time}000\n${nonce}\nprepay_id=${prepayId}\n`,
  ],
  [
    'signType was signed as a line',
    ({ appId, time, nonce, prepayId }) =>
      `${appId}\n${time}\n${nonce}\nprepay_id=${prepayId}\nRSA\n`,
  ],
  [
    'the merchant id was signed as a line',
    ({ appId, time, nonce, prepayId }) =>
      `${appId}\n${weixin.credentials.mchId}\n${time}\n${nonce}\nprepay_id=${prepayId}\n`,
  ],
  [
    'the lines are in another order',
    ({ appId, time, nonce, prepayId }) => `${appId}\n${nonce}\n${time}\nprepay_id=${prepayId}\n`,
  ],
  [
    'the text of API v2 was signed',
    ({ appId, time, nonce, prepayId }) =>
      `appId=${appId}&nonceStr=${nonce}&package=prepay_id=${prepayId}&signType=RSA&timeStamp=${time}`,
  ],
  [
    'carriage returns were added',
    ({ appId, time, nonce, prepayId }) =>
      `${appId}\r\n${time}\r\n${nonce}\r\nprepay_id=${prepayId}\r\n`,
  ],
  [
    'the lines were joined without line feeds',
    ({ appId, time, nonce, prepayId }) => `${appId}${time}${nonce}prepay_id=${prepayId}`,
  ],
]

test.each(signMistakes)('a paySign where %s', async (mistake, text) => {
  const prepayId = await merchant(weixin).prepayId()
  expect(await openSheet(payArgs(prepayId, text))).toEqual({
    refused: {
      dialog: '支付验证签名失败',
      reply: { err_msg: 'get_brand_wcpay_request:cancel' },
    },
  })
  expect(last().why).toMatchObject({ code: 'pay-sign', found: { mistake } })
  expect(await confirm(prepayId)).toMatchObject({ refused: {} })
})

const without = (name: string) => (args: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(args).filter(([key]) => key !== name))
const formMistakes: [string, string, (args: Record<string, unknown>) => Record<string, unknown>][] =
  [
    [
      'timestamp-for-timeStamp',
      'cancel',
      ({ timeStamp, ...rest }) => ({ ...rest, timestamp: timeStamp }),
    ],
    ['missing-timeStamp', 'cancel', without('timeStamp')],
    ['not-text-timeStamp', 'cancel', (args) => ({ ...args, timeStamp: Number(args['timeStamp']) })],
    ['timeStamp-undefined', 'cancel', (args) => ({ ...args, timeStamp: 'undefined' })],
    [
      'timeStamp-form',
      'cancel',
      (args) => ({ ...args, timeStamp: `${String(args['timeStamp'])}000` }),
    ],
    ['missing-appId', 'cancel', without('appId')],
    ['missing-nonceStr', 'cancel', without('nonceStr')],
    ['missing-package', 'cancel', without('package')],
    ['missing-signType', 'cancel', without('signType')],
    ['missing-paySign', 'cancel', without('paySign')],
    [
      'package-prepay-id',
      'cancel',
      (args) => ({ ...args, package: String(args['package']).slice(10) }),
    ],
    ['sign-type', 'cancel', (args) => ({ ...args, signType: 'MD5' })],
    [
      'v2-signature',
      'cancel',
      (args) => ({ ...args, paySign: 'C380BEC2BFD727A4B6845133519F3AD6' }),
    ],
    ['pay-appid', 'fail_invalid appid', (args) => ({ ...args, appId: 'wx0000000000000000' })],
  ]

test.each(formMistakes)('a payment with %s', async (code, errMsg, change) => {
  const prepayId = await merchant(weixin).prepayId()
  const { refused } = await openSheet(change(payArgs(prepayId)))
  expect(refused.reply).toEqual({ err_msg: `get_brand_wcpay_request:${errMsg}` })
  expect(last().why?.code).toBe(code)
})

test('another payer, an unknown prepay_id, a closed order, a sheet that was never opened', async () => {
  const shop = merchant(weixin)
  const order = shop.order()
  const prepayId = String((await shop.prepay(order)).body['prepay_id'])
  const cookie = `weixin_simulator_phone=${weixin.users()[1]?.openid}`
  expect(await openSheet(payArgs(prepayId), { cookie })).toMatchObject({
    refused: { dialog: '下单账号与支付账号不一致' },
  })
  await openSheet(payArgs('wx00'))
  expect(last().why?.code).toBe('prepay-unknown')
  expect(await confirm(prepayId)).toMatchObject({ refused: {} })
  expect(last().why?.code).toBe('sheet-not-opened')
  expect(await openSheet(payArgs(prepayId))).toHaveProperty('payment')
  await shop.close(String(order['out_trade_no']))
  expect(await confirm(prepayId)).toMatchObject({ refused: { dialog: '该订单已关闭' } })
})

test('a balance that is too small', async () => {
  const prepayId = await merchant(weixin).prepayId({ amount: { total: 99_999_900 } })
  await openSheet(payArgs(prepayId))
  expect(await confirm(prepayId)).toEqual({
    refused: {
      dialog: '零钱余额不足，请更换付款方式',
      reply: { err_msg: 'get_brand_wcpay_request:fail' },
    },
  })
})

test('a page that may not pay', async () => {
  const args = payArgs(await merchant(weixin).prepayId())
  const response = await phone('payments', { page: 'https://tea.example.com/', args })
  expect(await response.json()).toMatchObject({ refused: { dialog: '当前页面的URL未注册' } })
})

test('only pages of this machine may ask the phone', async () => {
  const preflight = (origin: string) =>
    fetch(`${weixin.url}/simulator/phone/config`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
  for (const origin of [ORIGIN, 'http://127.0.0.1:3000', weixin.url]) {
    const allowed = await preflight(origin)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(origin)
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true')
  }
  for (const origin of ['https://evil.example.com', 'http://localhost.evil.example.com', 'null']) {
    const refused = await preflight(origin)
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    expect((await phone('payments/wx00', {}, { origin })).status).toBe(403)
  }
})

test('a picture from elsewhere can not pay', async () => {
  const prepayId = await merchant(weixin).prepayId()
  await openSheet(payArgs(prepayId))
  const response = await fetch(`${weixin.url}/simulator/phone/payments/${prepayId}`)
  expect(response.status).toBe(405)
  expect(weixin.orders().find((order) => order.prepayId === prepayId)?.state).toBe('NOTPAY')
})

test('the bridge script is served', async () => {
  const response = await fetch(`${weixin.url}/simulator/bridge.js`)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await response.text()).toContain('WeixinJSBridge')
})
