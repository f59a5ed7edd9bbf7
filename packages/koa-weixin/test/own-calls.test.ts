import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator } from 'weixin-simulator'
import { axiosHttp, type Call, type Http, type HttpRequest } from '../src/index.ts'
import { FORGER_KEY, signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop, type ShopOptions } from './shop.ts'
import { signed, xml } from './v2/as-weixin.ts'
import { openV2Shop } from './v2/shop.ts'

interface Answer {
  status?: number
  headers?: Record<string, string>
  body: string
}

/** Answers the calls to `path` itself, one answer after another, the last one again; all others reach the simulator. */
function answering(path: string, ...answers: Answer[]) {
  const real = axiosHttp()
  const requests: HttpRequest[] = []
  const http: Http = async (request) => {
    if (!new URL(request.url).pathname.startsWith(path)) return real(request)
    requests.push(request)
    const { status = 200, headers = {}, body } = answers[requests.length - 1] ?? answers.at(-1)!
    return { status, headers, body: Buffer.from(body) }
  }
  return { http, requests }
}

const json = (value: object): Answer => ({ body: JSON.stringify(value) })
const signedJson = (value: object, status = 200, privateKey = WEIXIN_KEYS.privateKey): Answer => {
  const body = JSON.stringify(value)
  return { status, headers: signedHeaders(body, { privateKey }), body }
}

describe('weixin.account', () => {
  it('shares the one token with the calls of the app', async () => {
    const wire = answering('/cgi-bin/user/info', json({ subscribe: 1, openid: 'o1' }))
    const shop = await openShop({ weixin: { http: wire.http } })
    // An id may be a bigint where a database gives it as one.
    const query = { openid: 'o1', lang: 'zh_CN', id: 7n as unknown as number }
    const user = await shop.weixin.account.request('GET', '/cgi-bin/user/info', { query })
    expect(user).toEqual({ subscribe: 1, openid: 'o1' })
    const token = await shop.weixin.account.accessToken()
    expect(
      wire.requests.map(({ method, url }) => [method, url.replace(/^.*\/cgi-bin/, '')]),
    ).toEqual([['GET', `/user/info?openid=o1&lang=zh_CN&id=7&access_token=${token}`]])
    expect(shop.simulator.log().filter(({ call }) => call.includes('token'))).toHaveLength(1)
  })

  it('sends a body as JSON, Chinese as it is', async () => {
    const wire = answering('/cgi-bin/menu/create', json({ errcode: 0, errmsg: 'ok' }))
    const shop = await openShop({ weixin: { http: wire.http } })
    const body = { button: [{ type: 'view', name: '点单', url: 'https://tea.example.com' }] }
    await shop.weixin.account.request('POST', '/cgi-bin/menu/create', { body })
    expect(wire.requests[0]?.body).toBe(JSON.stringify(body))
  })

  it.each(['40001', '40014', '42001'])('renews a token once after %s', async (code) => {
    const refusal = json({ errcode: Number(code), errmsg: 'invalid credential' })
    const wire = answering('/cgi-bin/user/info', refusal, json({ openid: 'o1' }))
    const shop = await openShop({ weixin: { http: wire.http } })
    await shop.weixin.account.accessToken()
    await shop.simulator.faults.retireTokens()
    await expect(
      shop.weixin.account.request('GET', '/cgi-bin/user/info', { query: { openid: 'o1' } }),
    ).resolves.toEqual({ openid: 'o1' })
    const [first, second, ...more] = wire.requests.map(
      ({ url }) => /access_token=(.*)$/.exec(url)?.[1],
    )
    expect(first).not.toBe(second)
    expect(more).toEqual([])
  })

  it('turns an errcode into an error that holds neither token nor secret', async () => {
    const wire = answering(
      '/cgi-bin/message/template/send',
      json({ errcode: 43004, errmsg: 'require subscribe' }),
    )
    const shop = await openShop({ weixin: { http: wire.http } })
    const token = await shop.weixin.account.accessToken()
    const error: unknown = await shop.weixin.account
      .request('POST', '/cgi-bin/message/template/send', { body: {} })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'WeixinError', response: { code: '43004' } })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token)
  })

  it.each([
    'https://evil.example/',
    '//evil.example/x',
    'cgi-bin/x',
    '/a b',
    '/x?access_token=1',
    '/x#y',
    '/x/../y',
    '/x/%2E%2e/y',
    '/x\\y',
    '/x"y',
    '/x\ty',
  ])('refuses the path %s', async (path) => {
    const shop = await openShop()
    await expect(shop.weixin.account.request('GET', path)).rejects.toMatchObject({
      code: 'request-invalid',
    })
  })
})

describe('weixin.merchant, API v3', () => {
  const body = { transaction_id: '42', out_order_no: 'P1', receivers: [] }

  it('signs a call and verifies its response', async () => {
    const wire = answering(
      '/v3/profitsharing/',
      signedJson({ order_id: '30', state: 'PROCESSING' }),
    )
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
    const order = await shop.weixin.merchant.request('POST', '/v3/profitsharing/orders', { body })
    expect(order).toEqual({ order_id: '30', state: 'PROCESSING' })
    expect(wire.requests[0]).toMatchObject({
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: expect.stringMatching(/^WECHATPAY2-SHA256-RSA2048 mchid="/) },
    })
  })

  it('gives null for a response without a body', async () => {
    const wire = answering('/v3/x', { status: 204, headers: signedHeaders(''), body: '' })
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
    expect(await shop.weixin.merchant.request('DELETE', '/v3/x')).toBeNull()
  })

  it('refuses a response that WeChat did not sign', async () => {
    const wire = answering('/v3/profitsharing/', signedJson({ order_id: '30' }, 200, FORGER_KEY))
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
    await expect(
      shop.weixin.merchant.request('POST', '/v3/profitsharing/orders', { body }),
    ).rejects.toMatchObject({ code: 'response-unverified', detail: 'signature-wrong' })
  })

  it.each([
    ['a POST', 'POST', {}, 1],
    ['an idempotent POST', 'POST', { idempotent: true }, 3],
    ['a GET', 'GET', {}, 3],
  ] as const)('retries %s %s %j: %i calls', async (_name, method, options, calls) => {
    const wire = answering('/v3/profitsharing/', { status: 500, body: '{"code":"SYSTEM_ERROR"}' })
    const shop = await openShop({ weixin: { http: wire.http } })
    await expect(
      shop.weixin.merchant.request(method, '/v3/profitsharing/orders', options),
    ).rejects.toMatchObject({ code: 'weixin-unreachable' })
    expect(wire.requests).toHaveLength(calls)
  })

  it('passes WeChat’s code on', async () => {
    const refusal = signedJson({ code: 'NO_AUTH', message: '商户无权限' }, 403)
    const wire = answering('/v3/profitsharing/', refusal)
    const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http: wire.http } })
    await expect(
      shop.weixin.merchant.request('GET', '/v3/profitsharing/merchant-configs/1', {}),
    ).rejects.toMatchObject({ response: { status: 403, code: 'NO_AUTH' } })
  })
})

describe('weixin.merchant, API v2', () => {
  it('takes fields and gives verified fields', async () => {
    const wire = answering('/pay/report', { body: '' })
    const { shop } = await openV2Shop({ weixin: { http: (request) => wire.http(request) } })
    const { appId, mchId, apiV2Key } = shop.simulator.credentials
    const fields = {
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      appid: appId,
      mch_id: mchId,
      short: 'w',
    }
    const reply = answering('/pay/report', { body: xml(signed(fields, apiV2Key)) })
    wire.http = reply.http
    const response = await shop.weixin.merchant.request('POST', '/pay/report', {
      body: { a: 'b', n: 1 },
    })
    expect(response).toMatchObject({ short: 'w', mch_id: mchId })
    expect(reply.requests[0]?.body).toMatch(
      /<a><!\[CDATA\[b\]\]><\/a><n><!\[CDATA\[1\]\]><\/n>.*<sign>/,
    )
    const forged = answering('/pay/report', {
      body: xml({ ...signed(fields, apiV2Key), short: 'x' }),
    })
    wire.http = forged.http
    await expect(shop.weixin.merchant.request('POST', '/pay/report')).rejects.toMatchObject({
      code: 'response-unverified',
    })
  })

  it('needs the client certificate where it is asked for', async () => {
    const simulator = await createSimulator()
    onTestFinished(() => simulator.close())
    const { mchId, apiV2Key } = simulator.credentials
    const merchant = { api: 'v2', mchId, apiV2Key } as const
    const shop = await openShop({ simulator, weixin: { merchant } })
    await expect(
      shop.weixin.merchant.request('POST', '/secapi/x', { clientCertificate: true }),
    ).rejects.toMatchObject({ code: 'client-certificate-missing' })
    await expect(shop.weixin.merchant.request('GET', '/x')).rejects.toMatchObject({
      code: 'request-invalid',
    })
  })
})

describe('onCall', () => {
  it('reports each call without secrets, and what it throws changes nothing', async () => {
    const calls: Call[] = []
    const shop = await openShop({
      weixin: {
        onCall(call) {
          calls.push(call)
          throw new Error('the metrics are away')
        },
      },
    })
    const customer = await shop.customer()
    const order = shop.orders.add({ openid: customer.openid })
    expect((await customer.post(`/weixin/pay/${order.id}`)).status).toBe(200)
    await expect(shop.weixin.refunds.find('R9')).rejects.toMatchObject({ code: 'refund-unknown' })
    const { host } = new URL(shop.simulator.url)
    expect(calls).toEqual([
      expect.objectContaining({
        method: 'GET',
        host,
        path: '/sns/oauth2/access_token',
        status: 200,
        code: null,
      }),
      expect.objectContaining({
        method: 'POST',
        host,
        path: '/v3/pay/transactions/jsapi',
        status: 200,
      }),
      {
        method: 'GET',
        host,
        path: '/v3/refund/domestic/refunds/R9',
        status: 404,
        milliseconds: expect.any(Number),
        requestId: expect.any(String),
        code: 'RESOURCE_NOT_EXISTS',
      },
    ])
    const text = JSON.stringify(calls)
    for (const secret of [shop.simulator.credentials.appSecret, customer.openid])
      expect(text).not.toContain(secret)
  })
})

describe('axiosHttp', () => {
  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const request = (url: string): HttpRequest => ({
    method: 'GET',
    url,
    headers: {},
    timeoutMs: 5_000,
  })

  it('goes to the host that stands in front of WeChat’s, downloads too', async () => {
    const seen: (string | undefined)[] = []
    const forward = await serve(({ url }, response) => {
      seen.push(url)
      response.end('ok')
    })
    const http = axiosHttp({ forward: { 'https://api.mch.weixin.qq.com': forward } })
    expect((await http(request('https://api.mch.weixin.qq.com/v3/x?a=1'))).body.toString()).toBe(
      'ok',
    )
    const stream = await http.stream!(request('https://api.mch.weixin.qq.com/v3/bill?token=1'))
    for await (const piece of stream.body) expect(Buffer.from(piece).toString()).toBe('ok')
    expect(seen).toEqual(['/v3/x?a=1', '/v3/bill?token=1'])
  })

  it('goes through a proxy that it is given', async () => {
    const seen: (string | undefined)[] = []
    const proxy = await serve(({ url }, response) => {
      seen.push(url)
      response.end('through')
    })
    const http = axiosHttp({ proxy })
    const { body } = await http(request('http://api.weixin.example/cgi-bin/x'))
    expect(body.toString()).toBe('through')
    expect(seen).toEqual(['http://api.weixin.example/cgi-bin/x'])
  })

  it('ignores the environment’s proxy unless asked', async () => {
    const proxy = await serve((_request, response) => response.end('through'))
    const server = await serve((_request, response) => response.end('direct'))
    const { http_proxy: before } = process.env
    process.env['http_proxy'] = proxy
    onTestFinished(() => {
      if (before === undefined) delete process.env['http_proxy']
      else process.env['http_proxy'] = before
    })
    expect((await axiosHttp()(request(`${server}/x`))).body.toString()).toBe('direct')
    const response = await axiosHttp({ proxy: 'environment' })(request('http://weixin.example/x'))
    expect(response.body.toString()).toBe('through')
  })

  it.each([
    ['proxy', { proxy: 'proxy.internal' }],
    ['forward', { forward: { 'api.mch.weixin.qq.com': 'https://x.example' } }],
  ])('refuses a wrong %s', (name, options) => {
    expect(() => axiosHttp(options)).toThrow(name)
  })
})

const itself: { itself?: object } = {}
itself.itself = itself

/** What an app without types may give: the part of a call that is wrong, and the call. */
const WRONG: [string, unknown[]][] = [
  ['method', ['get', '/v3/x']],
  ['method', [undefined, '/v3/x']],
  ['method', ['DESTROY', '/v3/x']],
  ['path', ['POST', undefined]],
  ['body', ['POST', '/v3/x', { body: 'a=1' }]],
  ['body', ['POST', '/v3/x', { body: 7n }]],
  ['body', ['POST', '/v3/x', { body: null }]],
]

describe.each<
  ['account' | 'merchant', string, NonNullable<ShopOptions['merchant']>, [string, unknown[]][]]
>([
  [
    'account',
    'of the account',
    {},
    [
      ['query', ['GET', '/v3/x', { query: 'a=1' }]],
      ['query\\.a', ['GET', '/v3/x', { query: { a: undefined } }]],
      ['body', ['POST', '/v3/x', { body: itself }]],
    ],
  ],
  [
    'merchant',
    'of the merchant, API v3',
    {},
    [
      ['query\\.a', ['GET', '/v3/x', { query: { a: {} } }]],
      ['query\\.a', ['GET', '/v3/x', { query: { a: Number.NaN } }]],
      ['body', ['POST', '/v3/x', { body: { a: 7n } }]],
      ['body', ['POST', '/v3/x', { body: itself }]],
    ],
  ],
  [
    'merchant',
    'of the merchant, API v2',
    { api: 'v2' },
    [
      ['query', ['POST', '/pay/x', { query: { a: '1' } }]],
      ['body\\.a', ['POST', '/pay/x', { body: { a: Number.NaN } }]],
      ['body\\.a', ['POST', '/pay/x', { body: { a: {} } }]],
      ['body\\.a', ['POST', '/pay/x', { body: { a: '\u0000' } }]],
      ['body\\.a', ['POST', '/pay/x', { body: { a: '\ud83c' } }]],
    ],
  ],
])('a call %s.request that cannot be sent', (room, _, merchant, more) => {
  it(`is request-invalid, with what is wrong, and never sent (${_})`, async () => {
    const shop = await openShop({ merchant })
    await shop.weixin.account.accessToken()
    const sent = shop.simulator.log().length
    const request = shop.weixin[room].request as (...given: unknown[]) => Promise<unknown>
    for (const [wrong, given] of [...WRONG, ...more])
      await expect(request(...given)).rejects.toMatchObject({
        code: 'request-invalid',
        detail: expect.stringMatching(`^${wrong}: `),
      })
    expect(shop.simulator.log()).toHaveLength(sent)
  })
})
