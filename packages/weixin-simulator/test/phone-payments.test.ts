import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant, now, rsaSign } from './merchant.ts'
import { callPhone, lastCall, ORIGIN } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const last = (): LogEntry => lastCall(weixin)
const CURRENT = `${ORIGIN}/orders/7`
const NONCE = 'Wm3WZYTPz0wzccnW'

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
  const response = await callPhone(weixin, 'payments', { page: CURRENT, args }, headers)
  expect(response.status).toBe(200)
  return response.json()
}

async function confirmSheet(prepayId: string, method = 'balance') {
  return (await callPhone(weixin, `payments/${prepayId}`, { method })).json()
}

test('the phone pays: the sheet, then the money', async () => {
  const prepayId = await merchant(weixin).prepayId({ amount: { total: 2800 } })
  const balance = weixin.users()[0]?.balance ?? 0
  expect(await openSheet(payArgs(prepayId))).toEqual({
    payment: {
      prepayId,
      payee: '山前茶铺',
      total: 2800,
      description: '明前龙井 50g',
      balance,
      coupons: [],
    },
  })
  expect(await confirmSheet(prepayId)).toEqual({ paid: true })
  expect(weixin.users()[0]?.balance).toBe(balance - 2800)
  expect(weixin.orders().find((order) => order.prepayId === prepayId)?.tradeState).toBe('SUCCESS')
  expect(await confirmSheet(prepayId)).toMatchObject({ refused: { dialog: '该订单已支付' } })
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
  expect(await openSheet(payArgs(prepayId, text))).toMatchObject({
    refused: {
      dialog: '支付验证签名失败',
      response: { err_msg: 'get_brand_wcpay_request:cancel' },
      why: { code: 'pay-sign', reference: { title: 'JSAPI调起支付' } },
    },
  })
  expect(last().reason).toMatchObject({ code: 'pay-sign', mistake: { name: mistake } })
  expect(await confirmSheet(prepayId)).toMatchObject({ refused: {} })
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
  expect(refused.response).toEqual({ err_msg: `get_brand_wcpay_request:${errMsg}` })
  expect(last().reason?.code).toBe(code)
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
  expect(last().reason?.code).toBe('prepay-unknown')
  expect(await confirmSheet(prepayId)).toMatchObject({ refused: {} })
  expect(last().reason?.code).toBe('sheet-not-opened')
  expect(await openSheet(payArgs(prepayId))).toHaveProperty('payment')
  await shop.close(String(order['out_trade_no']))
  expect(await confirmSheet(prepayId)).toMatchObject({ refused: { dialog: '该订单已关闭' } })
})

test('a balance that is too small', async () => {
  const prepayId = await merchant(weixin).prepayId({ amount: { total: 99_999_900 } })
  await openSheet(payArgs(prepayId))
  expect(await confirmSheet(prepayId)).toMatchObject({
    refused: {
      dialog: '零钱余额不足，请更换付款方式',
      response: { err_msg: 'get_brand_wcpay_request:fail' },
    },
  })
})

test('a bank card never runs dry; the transaction says which way it was', async () => {
  const shop = merchant(weixin)
  const pay = async (total: number, method: string): Promise<unknown> => {
    const order = shop.order({ amount: { total, currency: 'CNY' } })
    const prepayId = String((await shop.prepay(order)).body['prepay_id'])
    await openSheet(payArgs(prepayId))
    expect(await confirmSheet(prepayId, method)).toEqual({ paid: true })
    return (await shop.query(String(order['out_trade_no']))).body['bank_type']
  }
  const balance = weixin.users()[0]?.balance ?? 0
  expect(await pay(99_999_900, 'card')).toBe('SIM_DEBIT')
  expect(weixin.users()[0]?.balance).toBe(balance)
  expect(await pay(1, 'balance')).toBe('OTHERS')
  expect(weixin.users()[0]?.balance).toBe(balance - 1)
})

test('no other way to pay', async () => {
  const prepayId = await merchant(weixin).prepayId()
  for (const body of [{}, { method: 'credit' }]) {
    expect((await callPhone(weixin, `payments/${prepayId}`, body)).status).toBe(400)
  }
})

test('a page that may not pay', async () => {
  const args = payArgs(await merchant(weixin).prepayId())
  const response = await callPhone(weixin, 'payments', { page: 'https://tea.example.com/', args })
  expect(await response.json()).toMatchObject({ refused: { dialog: '当前页面的URL未注册' } })
})
