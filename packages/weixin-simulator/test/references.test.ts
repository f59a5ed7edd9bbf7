import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { v2Merchant } from './v2-merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const last = (): LogEntry['reason'] => weixin.log().at(-1)?.reason ?? null

const SIGN_V3 = 'https://pay.weixin.qq.com/doc/v3/merchant/4012365342'
const ORDER_V3 = 'https://pay.weixin.qq.com/doc/v3/merchant/4012791856'
const ORDER_V2 = 'https://pay.weixin.qq.com/doc/v2/merchant/4011940985'
const AUTHORIZE =
  'https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html'

test('a refused field names itself, and its line in the document of the call', async () => {
  const { prepay, order } = merchant(weixin)
  await prepay(order({ amount: { total: 0 } }))
  expect(last()).toMatchObject({
    field: 'amount.total',
    reference: { title: 'JSAPI下单', url: ORDER_V3, line: '总金额' },
  })
  await v2Merchant(weixin).call('/pay/unifiedorder', v2Merchant(weixin).order({ total_fee: '0' }))
  expect(last()).toMatchObject({
    field: 'total_fee',
    reference: { title: '统一下单', url: ORDER_V2, line: 'total_fee' },
  })
})

test('one reason has the field and the document of the dialect that refused', async () => {
  const { prepay, order } = merchant(weixin)
  const body = order()
  await prepay(body)
  await prepay({ ...body, amount: { total: 101 } })
  expect(last()).toMatchObject({ code: 'number-reused', field: 'out_trade_no' })
  expect(last()?.reference?.url).toBe(ORDER_V3)
  const v2 = v2Merchant(weixin)
  await v2.refund({
    out_trade_no: 'NEVER',
    out_refund_no: 'R1',
    total_fee: '1',
    refund_fee: '1',
  })
  expect(last()?.reference).toEqual({
    title: '申请退款',
    url: 'https://pay.weixin.qq.com/doc/v2/merchant/4011935217',
    line: 'ORDERNOTEXIST',
  })
})

test('a refused signature leads to the document of signatures', async () => {
  const { prepay, order } = merchant(weixin)
  await prepay(order(), { serialNo: 'AB' })
  expect(last()).toMatchObject({ field: 'serial_no', reference: { url: SIGN_V3 } })
})

test('sign-in names the parameter and the error code', async () => {
  const { appId, appSecret } = weixin.credentials
  const call = `/sns/oauth2/access_token?appid=${appId}&secret=${appSecret}&code=x&grant_type=authorization_code`
  await fetch(weixin.url + call)
  expect(last()).toMatchObject({ code: '40029', field: 'code', reference: { url: AUTHORIZE } })
})
