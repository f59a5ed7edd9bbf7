import { Agent, request } from 'node:http'
import { expect, test } from 'vitest'
import { CONTROLS } from '../src/control/table.ts'
import { createRandom } from '../src/crypto/random.ts'
import { createSimulator, type Simulator } from '../src/index.ts'
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

/** Requests that are right in all, to be spoiled. */
async function genuineRequests(weixin: Simulator): Promise<Sent[]> {
  const caught: Sent[] = []
  const original = globalThis.fetch
  globalThis.fetch = async (input, init = {}) => {
    const { pathname, search } = new URL(String(input))
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
    const failed: { sent: Sent; status: number }[] = []
    let left = COUNT
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const sent = randomRequest(genuine)
        const status = await send(weixin, sent)
        if (status !== null && status >= 500) failed.push({ sent, status })
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    expect(failed.slice(0, 3)).toEqual([])
    expect(JSON.stringify(weixin.log()).length).toBeLessThan(40_000_000)
    await weixin.trigger('none')
    weixin.setSubMerchants([])
    weixin.platform.signBy({})
    const shop = merchant(weixin)
    expect((await shop.prepay(shop.order())).status).toBe(200)
    agent.destroy()
    await weixin.close()
  },
)
