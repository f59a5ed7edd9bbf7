import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { receiver } from './receiver.ts'

let weixin: Simulator
const seen: LogEntry[] = []
beforeAll(async () => {
  weixin = await createSimulator({ onCall: (entry) => seen.push(entry) })
})
afterAll(() => weixin.close())

const get = async (path: string) => (await fetch(`${weixin.url}/simulator${path}`)).json()
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${weixin.url}/simulator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

test('users, codes, payments and the clock by HTTP', async () => {
  expect(await get('')).toEqual({ name: '山前茶铺', url: weixin.url })
  const users = await get('/users')
  expect(users).toEqual(weixin.users())
  expect(users[0]).toMatchObject({ nickname: '小明', balance: 12_850, isSnapshot: false })

  const answered = { openid: users[0].openid, scope: 'snsapi_base' }
  const { code } = await (await post('/codes', answered)).json()
  const { appId, appSecret } = weixin.credentials
  const exchange = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
  const token = await fetch(`${weixin.url}/sns/oauth2/access_token?${exchange}`)
  expect(await token.json()).toMatchObject({ openid: answered.openid })

  const prepayId = await merchant(weixin).prepayId()
  const paid = await (await post('/payments', { prepayId })).json()
  expect(paid).toEqual({
    transactionId: expect.stringMatching(/^4200\d{24}$/),
    outTradeNo: weixin.orders().at(-1)?.outTradeNo,
  })
  const again = await post('/payments', { prepayId })
  expect(again.status).toBe(400)
  expect((await again.json()).error).toContain('该订单已支付')

  const before = Date.parse(weixin.log().at(-1)?.at ?? '')
  expect(await (await post('/clock', { advance: 86_400 })).json()).toEqual({ advanced: 86_400 })
  await merchant(weixin).prepayId()
  expect(Date.parse(weixin.log().at(-1)?.at ?? '') - before).toBeGreaterThanOrEqual(86_400_000)
})

test('a secret that stands in a wrong place is masked in the log too', async () => {
  const { appId, appSecret, apiV3Key } = weixin.credentials
  await fetch(`${weixin.url}/cgi-bin/token?appid=${appId}&key=${appSecret}`)
  await fetch(`${weixin.url}/cgi-bin/${appSecret}`)
  await fetch(`${weixin.url}/v3/pay/transactions/jsapi`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiV3Key}`, 'content-type': 'application/json' },
    body: '{}',
  })
  const all = JSON.stringify(seen)
  expect(all).toContain(appSecret.slice(0, 6))
  for (const secret of [appSecret, apiV3Key]) expect(all).not.toContain(secret)
})

test.each([
  ['/codes', { openid: 'oX', scope: 'snsapi_base' }],
  ['/codes', { scope: 'snsapi_base' }],
  ['/codes', { openid: 'oX', scope: 'snsapi_login' }],
  ['/payments', {}],
  ['/payments', { prepayId: 'wx00' }],
  ['/clock', { advance: '60' }],
  ['/clock', { advance: -1 }],
])('POST %s %j is refused', async (path, body) => {
  const refused = await post(path, body)
  expect(refused.status).toBe(400)
  expect(await refused.json()).toEqual({ error: expect.any(String) })
})

test('the log tells what was asked, checked and answered, and why, without secrets', async () => {
  await merchant(weixin).prepay({}, { message: () => 'wrong' })
  const log: LogEntry[] = await get('/log')
  const entry = log.at(-1)
  expect(entry).toMatchObject({
    call: 'POST /v3/pay/transactions/jsapi',
    response: { status: 401, code: 'SIGN_ERROR' },
    reason: { code: 'signature', mistake: null },
  })
  expect(entry?.checks.at(-1)).toMatchObject({ check: 'signature', ok: false })
  expect(seen.at(-1)).toEqual(entry)
  const all = JSON.stringify(log)
  const { appSecret, apiV3Key } = weixin.credentials
  for (const secret of [appSecret, apiV3Key, 'PRIVATE KEY']) expect(all).not.toContain(secret)
})

test('an onCall that throws changes no answer and no delivery', async () => {
  const warnings: string[] = []
  const listen = ({ message }: Error): void => void warnings.push(message)
  process.on('warning', listen)
  const notify = await receiver(() => 204)
  const onCall = (): never => {
    throw new Error('a mistake of the test')
  }
  const other = await createSimulator({ onCall })
  const shop = merchant(other, notify.url)
  await other.pay(await shop.prepayId())
  await other.notifications.idle()
  expect(other.notifications.list()).toMatchObject([{ tried: 1, nextAt: null }])
  const threw = expect.stringContaining('onCall threw: Error: a mistake of the test')
  await expect.poll(() => warnings).toContainEqual(threw)
  process.off('warning', listen)
  await other.close()
  await notify.close()
})

test('a page from elsewhere can not reach the controls', async () => {
  const asText = await post('/payments', { prepayId: 'x' }, { 'content-type': 'text/plain' })
  expect(asText.status).toBe(415)
  const asForm = await fetch(`${weixin.url}/simulator/clock`, {
    method: 'POST',
    body: new URLSearchParams({ advance: '1' }),
  })
  expect(asForm.status).toBe(415)
  const preflight = await fetch(`${weixin.url}/simulator/payments`, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
  })
  expect(preflight.headers.get('access-control-allow-origin')).toBeNull()
  const read = await fetch(`${weixin.url}/simulator/log`, {
    headers: { origin: 'http://localhost:3000' },
  })
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
})

test('a name from elsewhere that points to this machine is refused', async () => {
  const { port } = new URL(weixin.url)
  const status = await new Promise((resolve, reject) => {
    const headers = { host: `evil.example.com:${port}` }
    request({ port, host: '127.0.0.1', path: '/simulator/users', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })
  expect(status).toBe(403)
})

test('it listens on loopback, and says when a port is taken', async () => {
  const { port, hostname } = new URL(weixin.url)
  expect(hostname).toBe('localhost')
  await expect(createSimulator({ port: Number(port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
