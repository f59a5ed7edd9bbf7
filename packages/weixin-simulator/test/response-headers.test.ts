import { constants, publicEncrypt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, type Answer } from './merchant.ts'
import { receiver } from './receiver.ts'
import { v2Merchant } from './v2-merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const shown = ({ headers }: { headers: Headers }, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, headers.get(name)]))

test('a response of API v3 has the headers that were captured from WeChat Pay', async () => {
  const { prepay, order, query } = merchant(weixin)
  const names = [
    'server',
    'content-type',
    'content-language',
    'cache-control',
    'x-content-type-options',
    'keep-alive',
    'wechatpay-signature-type',
  ]
  const expected = {
    server: 'nginx',
    'content-type': 'application/json; charset=utf-8',
    'content-language': 'zh-CN',
    'cache-control': 'no-cache, must-revalidate',
    'x-content-type-options': 'nosniff',
    'keep-alive': 'timeout=8',
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
  expect(shown(await prepay(order()), names)).toEqual(expected)
  const unknown = await query('NEVER_ORDERED')
  expect(shown(unknown, names)).toEqual(expected)
  expect(unknown.headers.get('request-id')).toMatch(/^[0-9A-F]+-268512771$/)
})

test('a notification of API v3 carries the five headers and a Request-ID, one of API v2 the latter', async () => {
  const notify = await receiver(() => 200)
  await weixin.pay(await merchant(weixin, notify.url).prepayId())
  await weixin.pay(await v2Merchant(weixin, notify.url).prepayId())
  await weixin.notifications.idle()
  const names = ['wechatpay-signature-type', 'content-type']
  const [json, xml] = notify.all
  expect(shown(json!, names)).toEqual({
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'content-type': 'application/json',
  })
  expect(shown(xml!, names)).toEqual({
    'wechatpay-signature-type': null,
    'content-type': 'text/xml',
  })
  for (const { headers } of notify.all) expect(headers.get('request-id')).toMatch(/^[0-9A-F]+-0$/)
  await notify.close()
})

test('an abnormal refund: its encrypted fields need the serial of their key, and are opened', async () => {
  const shop = merchant(weixin)
  const { transactionId } = await weixin.pay(await shop.prepayId())
  await weixin.trigger('refunds-end', { status: 'ABNORMAL' })
  const amount = { refund: 100, total: 100, currency: 'CNY' }
  const out_refund_no = 'R-ABNORMAL'
  const { body } = await shop.refund({ transaction_id: transactionId, out_refund_no, amount })
  await weixin.trigger('none')
  const path = `/v3/refund/domestic/refunds/${String(body['refund_id'])}/apply-abnormal-refund`
  const { publicKey, publicKeyId, certificate } = weixin.credentials
  const seal = (text: string, key: string): string =>
    publicEncrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      Buffer.from(text),
    ).toString('base64')
  const call = (key: string, serial?: string): Promise<Answer> =>
    shop.call(
      'POST',
      path,
      JSON.stringify({
        out_refund_no,
        type: 'USER_BANK_CARD',
        bank_type: 'ICBC_DEBIT',
        bank_account: seal('6222020200112233445', key),
        real_name: seal('张三', key),
      }),
      { headers: { 'user-agent': 'test', ...(serial && { 'wechatpay-serial': serial }) } },
    )
  expect(await call(publicKey)).toMatchObject({
    status: 400,
    body: { message: 'HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)' },
  })
  expect(await call(publicKey, 'ABC')).toMatchObject({
    status: 400,
    body: { message: '平台证书序列号Wechatpay-Serial错误' },
  })
  expect((await call(certificate, publicKeyId)).status).toBe(400)
  expect(weixin.log().at(-1)?.reason).toMatchObject({ field: 'bank_account' })
  expect(await call(publicKey, publicKeyId)).toMatchObject({
    status: 200,
    body: { status: 'PROCESSING' },
  })
})
