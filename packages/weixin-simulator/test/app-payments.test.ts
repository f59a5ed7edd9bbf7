import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, now, rsaSign } from './merchant.ts'
import { callPhone, lastCall } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const NONCE = 'Wm3WZYTPz0wzccnW'

async function prepayId(tradeType = 'app'): Promise<string> {
  const { call, order } = merchant(weixin)
  const { payer, ...rest } = order()
  const body = JSON.stringify(tradeType === 'jsapi' ? { ...rest, payer } : rest)
  return String((await call('POST', `/v3/pay/transactions/${tradeType}`, body)).body['prepay_id'])
}

function argsFor(id: string, line4 = id, end = '\n'): Record<string, unknown> {
  const { appId, mchId, privateKey } = weixin.credentials
  const timeStamp = now()
  return {
    appId,
    partnerId: mchId,
    prepayId: id,
    packageValue: 'Sign=WXPay',
    nonceStr: NONCE,
    timeStamp,
    sign: rsaSign(`${appId}\n${timeStamp}\n${NONCE}\n${line4}${end}`, privateKey),
  }
}

const pay = async (args: unknown) =>
  (await callPhone(weixin, 'app-payments', args === undefined ? {} : { args })).json()

test('an app pays once', async () => {
  const args = argsFor(await prepayId())
  expect(await pay(args)).toEqual({ errCode: 0 })
  expect(weixin.orders().at(-1)).toMatchObject({ tradeState: 'SUCCESS', tradeType: 'APP' })
  expect(await pay(args)).toEqual({ errCode: -1, errStr: '该订单已支付' })
})

test.each([
  ['prepay_id= was signed', (id: string) => argsFor(id, `prepay_id=${id}`)],
  ['Sign=WXPay was signed', (id: string) => argsFor(id, 'Sign=WXPay')],
  ['the last line feed was dropped', (id: string) => argsFor(id, id, '')],
])('a wrong sign is explained: %s', async (mistake, make) => {
  expect(await pay(make(await prepayId()))).toMatchObject({ errCode: -1 })
  expect(lastCall(weixin).reason).toMatchObject({ code: 'app-sign', mistake: { name: mistake } })
  expect(weixin.orders().at(-1)?.tradeState).toBe('NOTPAY')
})

test.each([
  ['timeStamp', Math.floor(Date.now() / 1000), 'app-timeStamp'],
  ['timeStamp', String(Date.now()), 'app-timeStamp'],
  ['packageValue', 'prepay_id=wx1', 'app-package'],
  ['partnerId', '1900000009', 'app-ids'],
  ['appId', 'wx0000000000000000', 'app-ids'],
  ['nonceStr', '', 'app-nonceStr'],
  ['nonceStr', 'another', 'app-sign'],
  ['sign', undefined, 'app-sign'],
])('%s = %s is refused: %s', async (name, value, code) => {
  const args = { ...argsFor(await prepayId()), [name]: value }
  expect(await pay(args)).toMatchObject({ errCode: -1 })
  expect(lastCall(weixin).reason?.code).toBe(code)
})

test('neither an order of a page nor one unknown is paid in an app', async () => {
  for (const id of [await prepayId('jsapi'), 'wx1']) {
    expect(await pay(argsFor(id))).toMatchObject({ errCode: -1 })
    expect(lastCall(weixin).reason?.code).toBe('app-prepay')
  }
})

test('args are needed', async () => {
  expect((await callPhone(weixin, 'app-payments', {})).status).toBe(400)
})
