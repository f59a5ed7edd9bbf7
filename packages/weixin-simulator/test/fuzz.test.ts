import { Agent, request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { CONTROLS } from '../src/control/table.ts'
import { createRandom } from '../src/crypto/random.ts'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { v2Merchant } from './v2-merchant.ts'

/** FUZZ=20000 runs longer; the seed makes a run repeatable. */
const COUNT = Number(process.env['FUZZ'] ?? 1500)
const SEED = process.env['FUZZ_SEED'] ?? 'tea'
const LANES = 16

interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

/** How much the heap may grow while two thirds of the requests are answered, in bytes: orders that were accepted stay. */
const HEAP_BOUND = 40_000_000

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** What is still in use, in bytes. */
function heap(): number {
  if (typeof collect !== 'function') throw new Error('There is no gc')
  collect()
  return process.memoryUsage().heapUsed
}

const agent = new Agent({ keepAlive: true, maxSockets: LANES })

/** Gives the status; null when the connection broke, as after a body that is too large. */
function send(weixin: Simulator, { method, path, headers, body }: Sent): Promise<number | null> {
  const { port } = new URL(weixin.url)
  return new Promise((resolve) => {
    try {
      const sent = request(
        { agent, host: '127.0.0.1', port, method, path, headers },
        (response) => {
          response.resume()
          response.once('close', () => resolve(response.statusCode ?? null))
        },
      )
      sent.once('error', () => resolve(null))
      sent.end(body)
    } catch {
      // Node itself refuses what is no header or path.
      resolve(null)
    }
  })
}

const PATHS = [
  '/',
  '/cgi-bin/token',
  '/cgi-bin/stable_token',
  '/cgi-bin/ticket/getticket?type=jsapi&access_token=x',
  '/sns/oauth2/access_token',
  '/sns/oauth2/refresh_token',
  '/sns/userinfo',
  '/sns/auth',
  '/connect/oauth2/authorize?appid=x&redirect_uri=http%3A%2F%2Flocalhost&response_type=code&scope=snsapi_base&state=a',
  '/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2',
  '/v3/pay/transactions/jsapi',
  '/v3/pay/transactions/h5',
  '/v3/pay/partner/transactions/native',
  '/v3/pay/transactions/out-trade-no/T20260101/close',
  '/v3/refund/domestic/refunds',
  '/v3/refund/domestic/refunds/1/apply-abnormal-refund',
  '/v3/bill/tradebill?bill_date=2026-01-01',
  '/v3/billdownload/file?token=x',
  '/v3/certificates',
  '/v3/security/echo',
  '/pay/unifiedorder',
  '/pay/orderquery',
  '/pay/closeorder',
  '/pay/refundquery',
  '/secapi/pay/refund',
  '/pay/downloadbill',
  '/pay/downloadfundflow',
  '/simulator/phone/config',
  '/simulator/phone/payments',
  '/simulator/phone/payments/wx1',
  '/simulator/phone/app-payments',
  '/simulator/phone/open',
  '/simulator/phone/consent',
  '/simulator/phone/h5',
  '/simulator/bridge.js',
  '/simulator/avatars/x.svg',
  '/simulator/openapi.json',
  ...Object.values(CONTROLS)
    .map(({ path }) => `/simulator${path.replaceAll(/\{\w+\}/g, 'x')}`)
    // It waits for deliveries, and a moved clock would let all that follows expire.
    .filter((path) => path !== '/simulator/clock'),
]

const random = createRandom(SEED)
const pick = <T>(all: readonly T[]): T => {
  const one = all[random.below(all.length)]
  if (one === undefined) throw new Error('Nothing to pick from')
  return one
}

const ODD = ['', '\u0000', '%', '%00', '../', '{}', '[]', 'null', '-1', '1e999', '😀', "'", '<xml>']
const BODIES: readonly (() => string)[] = [
  () => '',
  () => '{}',
  () => `{"a":${'['.repeat(random.below(2000))}`,
  () => JSON.stringify({ appid: pick(ODD), amount: { total: pick([-1, 1e308, 0.1, '1']) } }),
  () => JSON.stringify({ args: { package: pick(ODD) }, page: pick(ODD), landing: 1, current: [] }),
  () => `<xml><mch_id>${pick(ODD)}</mch_id><a><b/></a></xml>`,
  () => `<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>`,
  () => `<xml>${'<a>'.repeat(random.below(500))}</xml>`,
  () => 'a=1&b=%zz&continueTo=//evil&token=x',
  () => random.bytes(random.below(4096)).toString('latin1'),
]

/** Changes, drops or doubles some characters. */
function mutated(text: string): string {
  let changed = text
  for (let i = random.below(4); i > 0 && changed !== ''; i--) {
    const at = random.below(changed.length)
    const put = pick([...ODD, changed.slice(at, at + 20), String.fromCodePoint(random.below(300))])
    changed = changed.slice(0, at) + put + changed.slice(at + random.below(3))
  }
  return changed
}

const cleanHeader = (text: string): string => text.replaceAll(/[^\t\u0020-\u007e]/g, '')
const cleanPath = (text: string): string => text.replaceAll(/[^\u0021-\u007e]/g, '')

function randomRequest(genuine: readonly Sent[]): Sent {
  const isGenuine = random.below(2) === 0
  const base = isGenuine
    ? pick(genuine)
    : {
        method: pick(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']),
        path: pick(PATHS),
        headers: {
          'content-type': pick([
            'application/json',
            'text/xml',
            'text/plain',
            'multipart/form-data',
          ]),
          'user-agent': pick(['MicroMessenger', 'fuzz']),
          accept: '*/*',
        },
        body: pick(BODIES)(),
      }
  const body = random.below(2) === 0 ? mutated(base.body) : base.body
  const headers = Object.entries(base.headers).map(([name, value]) => [
    name,
    random.below(4) === 0 ? cleanHeader(mutated(value)) : value,
  ])
  return {
    method: base.method,
    path: random.below(3) === 0 ? `/${cleanPath(mutated(base.path.slice(1)))}` : base.path,
    headers: {
      host: 'localhost',
      ...Object.fromEntries(headers),
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  }
}

/** Any JSON, deeper the less often. */
function randomJson(depth = 0): unknown {
  const leaf = (): unknown =>
    pick<unknown>([...ODD, 0, -1, 1.5, 1e21, true, null, 'x'.repeat(random.below(300)), '茶'])
  if (depth > 3 || random.below(3) > 0) return leaf()
  const items = Array.from({ length: random.below(4) }, () => randomJson(depth + 1))
  return random.below(2) === 0
    ? items
    : Object.fromEntries(items.map((one, i) => [pick(['total', 'openid', `n${i}`]), one]))
}

/** A body with some of its fields replaced, dropped or added, wherever they stand. */
function changedFields(value: unknown): unknown {
  if (random.below(6) === 0) return randomJson()
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(changedFields)
  const rest = Object.entries(value).filter(() => random.below(12) > 0)
  const changed = rest.map(([name, one]) => [name, changedFields(one)])
  if (random.below(8) === 0) changed.push([`n${random.below(9)}`, randomJson()])
  return Object.fromEntries(changed)
}

const SIGNED_PATHS = [
  '/v3/pay/transactions/jsapi',
  '/v3/pay/transactions/h5',
  '/v3/pay/transactions/native',
  '/v3/pay/transactions/app',
  '/v3/pay/partner/transactions/jsapi',
  '/v3/pay/transactions/out-trade-no/T20260101/close',
  '/v3/refund/domestic/refunds',
  '/v3/refund/domestic/refunds/1/apply-abnormal-refund',
  '/v3/security/echo',
]

const V2_PATHS = [
  '/pay/unifiedorder',
  '/pay/orderquery',
  '/pay/closeorder',
  '/pay/refundquery',
  '/pay/downloadbill',
  '/pay/downloadfundflow',
]

/** Well signed, so that the rules of the fields are reached. Gives the status; null when a fault that was set broke the connection. */
const sendSigned = (weixin: Simulator): Promise<number | null> =>
  signedRequest(weixin).catch(() => null)

async function signedRequest(weixin: Simulator): Promise<number> {
  if (random.below(2) === 0) {
    const shop = v2Merchant(weixin)
    const changed = changedFields(shop.order({ trade_type: pick(['JSAPI', 'NATIVE', 'MWEB']) }))
    const fields = Object.entries(changed ?? {}).map(([name, value]) => [name, String(value)])
    return (await shop.call(pick(V2_PATHS), Object.fromEntries(fields))).status
  }
  const shop = merchant(weixin)
  const body = JSON.stringify(changedFields(shop.order({ scene_info: { payer_client_ip: '::1' } })))
  const headers = { 'user-agent': 'fuzz' }
  return (await shop.call('POST', pick(SIGNED_PATHS), body, { headers })).status
}

/** Requests that are right in all, to be spoiled. */
async function genuineRequests(weixin: Simulator): Promise<Sent[]> {
  const caught: Sent[] = []
  const original = globalThis.fetch
  globalThis.fetch = async (input, init = {}) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input)
    caught.push({
      method: init.method ?? 'GET',
      path: pathname + search,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : '',
    })
    return original(input, init)
  }
  try {
    const shop = merchant(weixin)
    await shop.prepay(shop.order())
    await shop.query('T20260101')
    await shop.close('T20260101')
    const { transactionId } = await weixin.pay(await shop.prepayId())
    const amount = { refund: 1, total: 100, currency: 'CNY' }
    await shop.refund({ transaction_id: transactionId, out_refund_no: 'R1', amount })
    const v2 = v2Merchant(weixin)
    await v2.prepay(v2.order())
  } finally {
    globalThis.fetch = original
  }
  return caught
}

test(
  `${COUNT} random and mutated requests (seed ${SEED}): no crash, no 500, bounded memory`,
  { timeout: 600_000 },
  async () => {
    const weixin = await createSimulator({ seed: SEED })
    const genuine = await genuineRequests(weixin)
    expect(genuine.length).toBeGreaterThan(5)
    const failed: { sent: Sent | 'signed'; status: number }[] = []
    const unexplained: LogEntry[] = []
    let left = 0
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const sent = random.below(5) === 0 ? 'signed' : randomRequest(genuine)
        const status = sent === 'signed' ? await sendSigned(weixin) : await send(weixin, sent)
        if (status !== null && status >= 500) failed.push({ sent, status })
      }
    }
    const run = async (count: number): Promise<number> => {
      left = count
      await Promise.all(Array.from({ length: LANES }, lane))
      for (const entry of weixin.log()) {
        const isFault = entry.reason?.code === 'fault'
        if (entry.reason && !isFault && !entry.reason.reference) unexplained.push(entry)
      }
      return heap()
    }
    // Until the log is full, and what is made once is made.
    const before = await run(Math.ceil(COUNT / 3))
    const after = await run(COUNT - Math.ceil(COUNT / 3))
    expect(failed.slice(0, 3)).toEqual([])
    expect(unexplained.slice(0, 3)).toEqual([])
    expect(JSON.stringify(weixin.log()).length).toBeLessThan(40_000_000)
    expect(after - before).toBeLessThan(HEAP_BOUND)
    console.log(`heap ${(before / 1e6).toFixed(0)} MB, then ${(after / 1e6).toFixed(0)} MB`)
    await weixin.trigger('none')
    weixin.setSubMerchants([])
    weixin.platform.signBy({})
    const shop = merchant(weixin)
    expect((await shop.prepay(shop.order())).status).toBe(200)
    agent.destroy()
    await weixin.close()
  },
)

test('a huge body that nothing explains leaves a small entry in the log', async () => {
  const weixin = await createSimulator()
  const shop = merchant(weixin)
  const order = shop.order({ description: 'x'.repeat(900_000) })
  const answer = await shop.prepay(order, { message: () => 'another text' })
  expect(answer.status).toBe(401)
  const entry = weixin.log().at(-1)
  expect(entry?.reason?.signedOver).toMatch(/characters\)$/)
  expect(JSON.stringify(entry).length).toBeLessThan(60_000)
  await weixin.close()
})

test('codes that nobody exchanges are bounded', async () => {
  const weixin = await createSimulator()
  const openid = weixin.users()[0]?.openid ?? ''
  const first = await weixin.createCode({ openid, scope: 'snsapi_base' })
  for (let i = 0; i < 1000; i++) await weixin.createCode({ openid, scope: 'snsapi_base' })
  const { appId, appSecret } = weixin.credentials
  const exchange = `appid=${appId}&secret=${appSecret}&code=${first.code}&grant_type=authorization_code`
  const answer = await fetch(`${weixin.url}/sns/oauth2/access_token?${exchange}`)
  expect(await answer.json()).toMatchObject({ errcode: 40029 })
  await weixin.close()
})
