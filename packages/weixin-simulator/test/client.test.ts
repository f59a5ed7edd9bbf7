import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClient } from '../src/control/client.ts'
import { CONTROLS } from '../src/control/table.ts'
import { FAULTS } from '../src/control/fault-table.ts'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { opened, receiver } from './receiver.ts'
import { hashOf, read, textOf } from './v2-merchant.ts'

let weixin: Simulator
let notify: Awaited<ReturnType<typeof receiver>>
beforeEach(async () => {
  notify = await receiver(() => 204)
  weixin = await createSimulator()
})
afterEach(async () => {
  await weixin.close()
  await notify.close()
})

test('all that a test needs, by HTTP alone', async () => {
  const client = createClient(weixin.url)
  expect(await client.info()).toEqual({ url: weixin.url, secureUrl: weixin.secureUrl })
  expect((await client.credentials()).appId).toBe(weixin.credentials.appId)

  const user = await client.addUser({ nickname: '小红', balance: 5 })
  expect(await client.setBalance({ openid: user.openid, balance: 700 })).toMatchObject({
    nickname: '小红',
    balance: 700,
  })
  expect(await client.users()).toContainEqual({ ...user, balance: 700 })

  const shop = merchant(weixin, notify.url)
  const order = shop.order({ payer: { openid: user.openid } })
  const outTradeNo = String(order['out_trade_no'])
  await shop.prepay(order)
  const next = weixin.nextNotification()
  const { transactionId } = await client.pay({ outTradeNo })
  expect(await next).toMatchObject({ about: transactionId, outTradeNo, status: 204 })
  expect(await client.orders()).toMatchObject([{ outTradeNo, tradeState: 'SUCCESS', total: 100 }])
  expect((await client.users()).at(-1)?.balance).toBe(600)
  expect(await client.deliver({ about: transactionId })).toMatchObject({ status: 204 })
  expect(notify.all).toHaveLength(2)

  await client.setSubMerchants({ subMerchants: [{ mchId: '1900000109', appId: 'wxsub' }] })
  expect(await client.subMerchants()).toEqual([{ mchId: '1900000109', appId: 'wxsub' }])
  const { serialNo } = await client.issueCertificate({ isListed: false })
  await client.signBy({ shares: { [serialNo]: 1 } })
  expect((await shop.query(outTradeNo)).headers.get('wechatpay-serial')).toBe(serialNo)
  await client.setAllowlist({ addresses: ['203.0.113.1'] })
  await client.setQuotas({ token: 1 })
  await client.advance({ advance: 60 })
  await client.idle()
  const log = await client.log({ after: 3 })
  expect(log[0]?.id).toBe(4)
  await expect(client.advance({ advance: -1 })).rejects.toMatchObject({ status: 400 })
  await expect(client.pay({})).rejects.toThrow('One of prepayId')
})

test('a notification of another product arrives, signed and sealed', async () => {
  const resource = { out_bill_no: 'B1', state: 'SUCCESS' }
  const answer = await createClient(weixin.url).sendForeign({
    url: notify.url,
    type: 'MCHTRANSFER.BILL.FINISHED',
    kind: 'mch_payment',
    resource,
  })
  expect(answer.status).toBe(204)
  const [received] = notify.all
  if (!received) throw new Error('Nothing arrived')
  expect(opened(received, weixin.credentials)).toMatchObject({
    isSigned: true,
    resource,
    event: { event_type: 'MCHTRANSFER.BILL.FINISHED' },
  })
})

test('one of API v2 arrives too, signed', async () => {
  const fields = { contract_id: 'C1', change_type: 'ADD', out_trade_no: 'T1' }
  const answer = await createClient(weixin.url).sendForeign({ url: notify.url, fields })
  expect(answer.status).toBe(204)
  const text = notify.all.at(-1)?.text ?? ''
  const got = read(text)
  expect(got).toMatchObject({ ...fields, return_code: 'SUCCESS', mch_id: weixin.credentials.mchId })
  expect(got['sign']).toBe(
    hashOf(textOf(got, weixin.credentials.apiV2Key), weixin.credentials.apiV2Key),
  )
  await expect(createClient(weixin.url).sendForeign({ url: notify.url })).rejects.toThrow('fields')
})

test('the OpenAPI document has each control and each fault', async () => {
  const document = await (await fetch(`${weixin.url}/simulator/openapi.json`)).json()
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.values(document.paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId: string }>),
  )
  const ids = operations.map(({ operationId }) => operationId)
  const faults = Object.keys(FAULTS).map((name) => `fault:${name}`)
  expect(ids.toSorted()).toEqual([...Object.keys(CONTROLS), ...faults, 'events'].toSorted())
  expect(document.paths['/simulator/users/{openid}'].put).toMatchObject({
    parameters: [{ name: 'openid', in: 'path', required: true }],
    requestBody: {
      content: { 'application/json': { schema: { required: ['balance'] } } },
    },
  })
})

test('null stands for an absent field, as in the JSON of other languages', async () => {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${weixin.url}/simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  const added = await post('users', { nickname: '小红', balance: null, isSnapshot: null })
  expect(added).toMatchObject({ status: 200, body: { balance: 10_000, isSnapshot: false } })
  const coupon = await post('coupons', { amount: 5, minimum: null, name: null, type: null })
  expect(coupon.body).toMatchObject({ minimum: 6, name: '模拟代金券', type: 'CASH' })
  expect(await post('users', { nickname: null })).toMatchObject({ status: 400 })
})

test('null and absent are two things where a list may be null', async () => {
  const client = createClient(weixin.url)
  await client.register({ payDirectories: ['http://localhost:5173/pay/'], jsDomains: [] })
  await client.register({ payDirectories: null })
  expect(await client.registered()).toMatchObject({ payDirectories: null, jsDomains: [] })
  await client.register({ jsDomains: null })
})

test('what answers at an address, and is no simulator, is named', async () => {
  await expect(createClient(`${weixin.url}/v3`).users()).rejects.toThrow(
    `What answers at ${weixin.url}/v3/simulator/users is no simulator (HTTP 404).`,
  )
})

test('quotas of a day and of a minute', async () => {
  const client = createClient(weixin.url)
  expect(await client.setQuotas({ token: 5, token_minute: 0 })).toEqual({
    token: { day: 5, minute: 0 },
  })
  const { appId, appSecret } = weixin.credentials
  const call = `/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  expect(await (await fetch(weixin.url + call)).json()).toMatchObject({ errcode: 45011 })
  await client.setQuotas()
})

test('the table of faults, with the words of each', async () => {
  const faults = await createClient(weixin.url).faults()
  expect(faults.map(({ name }) => name)).toEqual(Object.keys(FAULTS))
  for (const { label, en, zh } of faults)
    for (const text of [label.en, label.zh, en, zh]) expect(text).toMatch(/\S/)
})
