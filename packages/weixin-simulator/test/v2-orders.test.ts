import { createDecipheriv, createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, newOutTradeNo } from './merchant.ts'
import { lastCall } from './phone.ts'
import { receiver } from './receiver.ts'
import { hashOf, ownTls, read, textOf, v2Merchant, xmlOf, type Texts } from './v2-merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const TAKEN =
  '<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>'

describe.each(['MD5', 'HMAC-SHA256'] as const)('API v2, %s', (type) => {
  const typed: Texts = type === 'MD5' ? {} : { sign_type: type }

  test('order, query, pay, notification, refund, its query and its notification', async () => {
    const notify = await receiver(() => 200)
    const shop = v2Merchant(weixin, notify.url)
    const order = shop.order({ ...typed, attach: 'TEA1' })
    const outTradeNo = order['out_trade_no'] ?? ''
    const made = await shop.prepay(order)
    expect(made).toMatchObject({ status: 200, isSigned: true })
    expect(made.fields).toMatchObject({ result_code: 'SUCCESS', trade_type: 'JSAPI' })

    const query = () => shop.call('/pay/orderquery', { ...typed, out_trade_no: outTradeNo })
    expect((await query()).fields).toMatchObject({ trade_state: 'NOTPAY', total_fee: '100' })
    const { transactionId } = await weixin.pay(made.fields['prepay_id'] ?? '')
    expect(await query()).toMatchObject({
      isSigned: true,
      fields: { trade_state: 'SUCCESS', transaction_id: transactionId, attach: 'TEA1' },
    })

    await weixin.notifications.idle()
    const [notification] = notify.all
    expect(notification?.headers.get('content-type')).toBe('text/xml')
    expect(notification?.headers.get('wechatpay-signature')).toBeNull()
    const seen = read(notification?.text ?? '')
    expect(seen['sign']).toBe(hashOf(textOf(seen, shop.key), shop.key, type))
    expect(seen).toMatchObject({ out_trade_no: outTradeNo, total_fee: '100', attach: 'TEA1' })

    const refund = await shop.refund({
      ...typed,
      out_trade_no: outTradeNo,
      out_refund_no: newOutTradeNo(),
      total_fee: '100',
      refund_fee: '40',
      notify_url: notify.url,
    })
    expect(refund).toMatchObject({ isSigned: true, fields: { refund_fee: '40' } })
    const answered = await shop.call('/pay/refundquery', {
      ...typed,
      out_refund_no: refund.fields['out_refund_no'] ?? '',
    })
    expect(answered).toMatchObject({
      isSigned: true,
      fields: { refund_status_0: 'SUCCESS', refund_fee_0: '40', refund_count: '1' },
    })
    await weixin.notifications.idle()
    const outer = read(notify.all.at(-1)?.text ?? '')
    expect(outer).not.toHaveProperty('sign')
    const key = createHash('md5').update(shop.key).digest('hex')
    const cipher = createDecipheriv('aes-256-ecb', key, null)
    const opened = cipher.update(outer['req_info'] ?? '', 'base64', 'utf8') + cipher.final('utf8')
    expect(read(opened)).toMatchObject({ refund_status: 'SUCCESS', refund_fee: '40' })
    await notify.close()
  })
})

test('a notification counts as taken by the text of the answer only', async () => {
  const answers = ['', '<xml><return_code>FAIL</return_code></xml>', '{"code":"SUCCESS"}', TAKEN]
  const { createServer } = await import('node:http')
  let count = 0
  const server = createServer((_, response) => response.end(answers[count++]))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  await weixin.pay(await v2Merchant(weixin, `http://127.0.0.1:${port}/notify`).prepayId())
  await weixin.advance(86_640)
  expect(count).toBe(4)
  await new Promise((resolve) => server.close(resolve))
})

test('the same order again, with other parameters, closed and paid', async () => {
  const shop = v2Merchant(weixin)
  const order = shop.order()
  const again = { ...order, nonce_str: 'another', spbill_create_ip: '203.0.113.7' }
  const first = await shop.prepay(order)
  const second = await shop.prepay(again)
  expect(second.fields['prepay_id']).not.toBe(first.fields['prepay_id'])
  const code = async (fields: Texts, path = '/pay/unifiedorder') => {
    const { fields: reply, isSigned } = await shop.call(path, fields)
    expect(isSigned).toBe(true)
    return reply['err_code'] ?? reply['result_code']
  }
  expect(await code({ ...order, total_fee: '101' })).toBe('INVALID_REQUEST')
  const outTradeNo = { out_trade_no: order['out_trade_no'] ?? '' }
  expect(await code(outTradeNo, '/pay/closeorder')).toBe('INVALID_REQUEST')
  await weixin.advance(300)
  expect(await code(outTradeNo, '/pay/closeorder')).toBe('SUCCESS')
  expect(await code(outTradeNo, '/pay/closeorder')).toBe('ORDERCLOSED')
  expect(await code(order)).toBe('ORDERCLOSED')

  const paid = shop.order()
  await weixin.pay((await shop.prepay(paid)).fields['prepay_id'] ?? '')
  const paidNumber = { out_trade_no: paid['out_trade_no'] ?? '' }
  expect(await code(paid)).toBe('ORDERPAID')
  expect(await code(paidNumber, '/pay/closeorder')).toBe('ORDERPAID')
  for (const path of ['/pay/orderquery', '/pay/closeorder'])
    expect(await code({ out_trade_no: 'NOBODYS1' }, path)).toBe('ORDERNOTEXIST')
  expect(await code({ out_refund_no: 'NOBODYS1' }, '/pay/refundquery')).toBe('REFUNDNOTEXIST')
})

test('one order store: ordered by v3, asked about by v2', async () => {
  const order = merchant(weixin).order()
  await merchant(weixin).prepay(order)
  const answer = await v2Merchant(weixin).call('/pay/orderquery', {
    out_trade_no: String(order['out_trade_no']),
  })
  expect(answer.fields).toMatchObject({ trade_state: 'NOTPAY', total_fee: '100' })
})

const broken: [string, Texts, string][] = [
  ['no body', { body: '' }, 'LACK_PARAMS'],
  ['a long body', { body: '茶'.repeat(43) }, 'PARAM_ERROR'],
  ['a long attach', { attach: 'x'.repeat(128) }, 'PARAM_ERROR'],
  ['no out_trade_no', { out_trade_no: '' }, 'LACK_PARAMS'],
  ['a short out_trade_no', { out_trade_no: 'T1' }, 'PARAM_ERROR'],
  ['an out_trade_no with a blank', { out_trade_no: 'T 123456' }, 'PARAM_ERROR'],
  ['another currency', { fee_type: 'USD' }, 'PARAM_ERROR'],
  ['no total_fee', { total_fee: '' }, 'LACK_PARAMS'],
  ['an amount in yuan', { total_fee: '1.00' }, 'PARAM_ERROR'],
  ['nothing to pay', { total_fee: '0' }, 'PARAM_ERROR'],
  ['no address', { spbill_create_ip: '' }, 'LACK_PARAMS'],
  ['no real address', { spbill_create_ip: 'localhost' }, 'PARAM_ERROR'],
  ['a time of v3', { time_expire: '2026-11-23T09:41:05+08:00' }, 'PARAM_ERROR'],
  ['a time that is over', { time_expire: '20200101000000' }, 'PARAM_ERROR'],
  ['no notify_url', { notify_url: '' }, 'LACK_PARAMS'],
  ['a notify_url with a query', { notify_url: 'https://tea.example.com/n?a=1' }, 'PARAM_ERROR'],
  ['a notify_url without TLS', { notify_url: 'http://tea.example.com/n' }, 'PARAM_ERROR'],
  ['no trade_type', { trade_type: '' }, 'LACK_PARAMS'],
  ['another trade_type', { trade_type: 'MICROPAY' }, 'PARAM_ERROR'],
  ['no openid', { openid: '' }, 'LACK_PARAMS'],
  ["another account's openid", { openid: 'oTestOnly0000000000000000001' }, 'PARAM_ERROR'],
  ['no nonce_str', { nonce_str: '' }, 'LACK_PARAMS'],
  ['a long nonce_str', { nonce_str: 'n'.repeat(33) }, 'PARAM_ERROR'],
]

test.each(broken)('an order with %s', async (_name, changes, code) => {
  const shop = v2Merchant(weixin)
  const before = weixin.orders().length
  const answer = await shop.prepay(shop.order(changes))
  expect(answer).toMatchObject({ status: 200, isSigned: true, fields: { err_code: code } })
  expect(lastCall(weixin)).toMatchObject({ response: { code }, reason: { en: expect.any(String) } })
  expect(weixin.orders()).toHaveLength(before)
})

const formless: [string, (xml: string) => string][] = [
  ['JSON', () => '{}'],
  ['nothing', () => ''],
  ['a DOCTYPE', (xml) => `<!DOCTYPE xml>${xml}`],
  ['nesting', (xml) => xml.replace('<xml>', '<xml><a><b>1</b></a>')],
  ['an attribute', (xml) => xml.replace('<appid>', '<appid a="1">')],
  ['a name twice', (xml) => xml.replace('<xml>', '<xml><appid>1</appid>')],
  ['two documents', (xml) => xml + xml],
  ['a NUL', (xml) => xml.replace('龙井', '龙井\0')],
]

test.each(formless)('a request that is %s gets an unsigned FAIL', async (_name, change) => {
  const shop = v2Merchant(weixin)
  const answer = await shop.send('/pay/unifiedorder', change(xmlOf(shop.full(shop.order()))))
  expect(answer).toMatchObject({ status: 200, isSigned: false })
  expect(Object.keys(answer.fields).toSorted()).toEqual(['return_code', 'return_msg'])
  expect(lastCall(weixin).reason?.code).toBe('XML_FORMAT_ERROR')
})

describe('the client certificate of a refund', () => {
  const refund = { out_trade_no: 'NOBODYS1', out_refund_no: 'R1', total_fee: '1', refund_fee: '1' }

  test('missing, on either port', async () => {
    const shop = v2Merchant(weixin)
    for (const answer of [
      await shop.refund(refund, {}),
      await shop.call('/secapi/pay/refund', refund),
    ])
      expect(answer).toMatchObject({ status: 400, isSigned: false })
    expect(lastCall(weixin).reason?.code).toBe('NO_CERTIFICATE')
  })

  test("another merchant's", async () => {
    const other = await createSimulator()
    const answer = await v2Merchant(weixin).refund(refund, ownTls(other))
    expect(answer).toMatchObject({ isSigned: true, fields: { err_code: 'CERT_ERROR' } })
    await other.close()
  })

  test('its own, and then the rules of refunds', async () => {
    const shop = v2Merchant(weixin)
    const code = async (fields: Texts) => (await shop.refund(fields)).fields['err_code']
    expect(await code(refund)).toBe('ORDERNOTEXIST')
    const order = shop.order()
    await weixin.pay((await shop.prepay(order)).fields['prepay_id'] ?? '')
    const paid = {
      ...refund,
      out_trade_no: order['out_trade_no'] ?? '',
      out_refund_no: newOutTradeNo(),
    }
    expect(await code({ ...paid, total_fee: '100', refund_fee: '101' })).toBe('ERROR')
    expect(await code({ ...paid, total_fee: '100', refund_fee: '60' })).toBeUndefined()
    expect(await code({ ...paid, total_fee: '100', refund_fee: '60' })).toBeUndefined()
    expect(await code({ ...paid, total_fee: '100', refund_fee: '61' })).toBe('REFUND_FEE_MISMATCH')
    expect(await code({ ...paid, total_fee: '' })).toBe('LACK_PARAMS')
  })
})

test('the response of a refund has the fields that were captured from WeChat, and no others', async () => {
  const shop = v2Merchant(weixin)
  const { transactionId } = await weixin.pay(await shop.prepayId())
  const { text, fields, isSigned } = await shop.refund({
    transaction_id: transactionId,
    out_refund_no: 'R-CAPTURED',
    total_fee: '100',
    refund_fee: '100',
  })
  expect(isSigned).toBe(true)
  expect(
    Object.keys(fields)
      .filter((name) => name !== 'simulated_field')
      .toSorted(),
  ).toEqual([
    'appid',
    'cash_fee',
    'cash_refund_fee',
    'coupon_refund_count',
    'coupon_refund_fee',
    'mch_id',
    'nonce_str',
    'out_refund_no',
    'out_trade_no',
    'refund_channel',
    'refund_fee',
    'refund_id',
    'result_code',
    'return_code',
    'return_msg',
    'sign',
    'total_fee',
    'transaction_id',
  ])
  expect(text).toContain('<refund_channel><![CDATA[]]></refund_channel>')
  expect(text).toContain('<coupon_refund_fee>0</coupon_refund_fee>')
})
