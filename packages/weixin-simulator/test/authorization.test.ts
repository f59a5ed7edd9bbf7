import { constants, createHash, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import errorResponses from 'weixin-vectors/error-responses.json' with { type: 'json' }
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant, rsaSign, type Wrong } from './merchant.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const last = (): LogEntry => {
  const entry = weixin.log().at(-1)
  if (!entry) throw new Error('Nothing was logged')
  return entry
}

const known = (when: string): Record<string, unknown> => {
  const found = [...errorResponses.authentication, ...errorResponses.protocol].find((one) =>
    one.when.startsWith(when),
  )
  if (typeof found?.body !== 'object') throw new Error(`No response for ${when}`)
  return found.body
}

const unreadable: [string, (header: string) => string, string, string][] = [
  ['missing', () => '', 'authorization-missing', 'no Authorization or another scheme'],
  [
    'of another scheme',
    () => 'Bearer abc',
    'authorization-scheme',
    'no Authorization or another scheme',
  ],
  ['without a pair', (h) => h.replace(/,timestamp="\d+"/, ''), 'authorization-fields', 'scheme is'],
  ['with a pair twice', (h) => `${h},mchid="1"`, 'authorization-fields', 'scheme is right'],
  ['with spaces', (h) => h.replaceAll(',', ', '), 'authorization-fields', 'scheme is right'],
  ['without quotes', (h) => h.replaceAll('"', ''), 'authorization-fields', 'scheme is right'],
]

test.each(unreadable)('an Authorization %s', async (_, authorization, code, when) => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), { authorization })
  expect(answer).toMatchObject({ status: 401, body: known(when) })
  expect(answer.headers.get('wechatpay-signature')).toBeNull()
  expect(answer.headers.get('request-id')).toBeNull()
  expect(last()).toMatchObject({ response: { status: 401, code: 'SIGN_ERROR' }, reason: { code } })
})

test('without Authorization, refunds answer with other words and a Request-ID', async () => {
  const shop = merchant(weixin)
  const answer = await shop.call('GET', '/v3/refund/domestic/refunds/R1', '', {
    authorization: () => '',
  })
  expect(answer.body).toEqual(known('no Authorization header'))
  expect(answer.headers.get('request-id')).toMatch(/-268443699$/)
  expect(answer.headers.get('wechatpay-signature')).toBeNull()
})

const seconds = (ms: number): string => String(Math.floor((Date.now() + ms) / 1000))

test.each([
  ['10 minutes ago', () => seconds(-600_000), 'timestamp-window'],
  ['in 10 minutes', () => seconds(600_000), 'timestamp-window'],
  ['in milliseconds', () => String(Date.now()), 'timestamp-milliseconds'],
  ['not a number', () => 'soon', 'timestamp-window'],
  ['in hex', () => `0x${Math.floor(Date.now() / 1000).toString(16)}`, 'timestamp-window'],
])('a timestamp %s', async (_, timestamp, code) => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), { timestamp: timestamp() })
  expect(answer).toMatchObject({ status: 401, body: known('timestamp more than 5 minutes') })
  expect(last().reason?.code).toBe(code)
})

test('the timestamp is judged by the wall clock, not by the movable one', async () => {
  const other = await createSimulator()
  try {
    await other.advance(86_400)
    const shop = merchant(other)
    expect((await shop.prepay(shop.order())).status).toBe(200)
  } finally {
    await other.close()
  }
})

test.each([
  ['WeChat’s own', () => weixin.credentials.publicKeyId, 'serial-of-weixin'],
  [
    'with colons',
    () => weixin.credentials.serialNo.replaceAll(/(..)(?=.)/g, '$1:'),
    'serial-format',
  ],
  ['another merchant’s', () => '5A7E5700000000000000000000000000000000A1', 'serial-unknown'],
])('a serial_no that is %s', async (_, serialNo, code) => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), { serialNo: serialNo() })
  expect(answer).toMatchObject({ status: 401, body: known('serial_no unknown') })
  expect(last().reason?.code).toBe(code)
})

test('a serial_no in lower case is accepted, with a note', async () => {
  const shop = merchant(weixin)
  const serialNo = weixin.credentials.serialNo.toLowerCase()
  expect((await shop.prepay(shop.order(), { serialNo })).status).toBe(200)
  expect(last().checks).toContainEqual({
    check: 'serial_no in upper case',
    ok: true,
    detail: 'WeChat shows it in upper case.',
  })
})

test('another merchant’s id', async () => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), {
    authorization: (header) => header.replace(/mchid="\d+"/, 'mchid="1900000001"'),
  })
  expect(answer.body).toEqual(known('header well formed, signature wrong (unknown'))
  expect(last().reason?.code).toBe('mchid-unknown')
})

const mistakes: [string, NonNullable<Wrong['message']>][] = [
  [
    'the last line feed was dropped',
    ({ method, url, time, nonce, body }) => `${method}\n${url}\n${time}\n${nonce}\n${body}`,
  ],
  [
    'the query was left out',
    ({ method, url, time, nonce, body }) =>
      `${method}\n${url.split('?')[0]}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'the host was kept in the url',
    ({ method, url, time, nonce, body }) =>
      `${method}\nhttps://api.mch.weixin.qq.com${url}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'the host was kept in the url',
    ({ method, url, time, nonce, body }) =>
      `${method}\n${weixin.url}${url}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'the body was left out',
    ({ method, url, time, nonce }) => `${method}\n${url}\n${time}\n${nonce}\n\n`,
  ],
  [
    'another body was signed',
    ({ method, url, time, nonce, body }) =>
      `${method}\n${url}\n${time}\n${nonce}\n${JSON.stringify(JSON.parse(body), null, 2)}\n`,
  ],
  [
    'another body was signed',
    ({ method, url, time, nonce, body }) =>
      `${method}\n${url}\n${time}\n${nonce}\n${body.replaceAll('/', '\\/')}\n`,
  ],
  [
    'another body was signed',
    ({ method, url, time, nonce, body }) => {
      const escaped = body.replace(/[一-鿿]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`)
      return `${method}\n${url}\n${time}\n${nonce}\n${escaped}\n`
    },
  ],
  [
    'the body was signed in another structure',
    ({ method, url, time, nonce, body }) => {
      const names = Object.entries(JSON.parse(body)).toSorted(([a], [b]) => (a < b ? -1 : 1))
      return `${method}\n${url}\n${time}\n${nonce}\n${JSON.stringify(Object.fromEntries(names))}\n`
    },
  ],
  [
    'the body was signed in another structure',
    ({ method, url, time, nonce, body }) => {
      const { amount, payer, ...flat } = JSON.parse(body)
      const fields = { ...flat, amount: JSON.stringify(amount), payer: JSON.stringify(payer) }
      return `${method}\n${url}\n${time}\n${nonce}\n${new URLSearchParams(fields).toString()}\n`
    },
  ],
  [
    'the first slash of the path was left out',
    ({ method, url, time, nonce, body }) =>
      `${method}\n${url.slice(1)}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'the method was written in lower case',
    ({ method, url, time, nonce, body }) =>
      `${method.toLowerCase()}\n${url}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'another method was signed',
    ({ url, time, nonce, body }) => `PUT\n${url}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'timestamp in milliseconds was signed',
    ({ method, url, time, nonce, body }) => `${method}\n${url}\n${time}000\n${nonce}\n${body}\n`,
  ],
  [
    'nonce and timestamp were swapped',
    ({ method, url, time, nonce, body }) => `${method}\n${url}\n${nonce}\n${time}\n${body}\n`,
  ],
  [
    'the lines are in another order',
    ({ method, url, time, nonce, body }) => `${url}\n${method}\n${time}\n${nonce}\n${body}\n`,
  ],
  [
    'carriage returns were added',
    ({ method, url, time, nonce, body }) =>
      `${method}\r\n${url}\r\n${time}\r\n${nonce}\r\n${body}\r\n`,
  ],
  [
    'the lines were joined without line feeds',
    ({ method, url, time, nonce, body }) => `${method}${url}${time}${nonce}${body}`,
  ],
]

test.each(mistakes)('a signature where %s', async (mistake, message) => {
  const shop = merchant(weixin)
  const url = `/v3/pay/transactions/jsapi${mistake.includes('query') ? '?a=1' : ''}`
  const body = JSON.stringify(shop.order())
  const answer = await shop.call('POST', url, body, { message })
  expect(answer.status).toBe(401)
  const { reason } = last()
  expect(reason?.mistake?.name).toBe(mistake)
  expect(reason?.signedOver).toMatch(new RegExp(`^POST\\n${url.replace('?', '\\?')}\\n\\d{10}\\n`))
  expect(reason?.signedOver?.endsWith(`\n${body}\n`)).toBe(true)
  const { text = '', differsAt = 0 } = reason?.mistake ?? {}
  expect(reason?.signedOver?.slice(0, differsAt)).toBe(text.slice(0, differsAt))
  expect(reason?.signedOver?.[differsAt]).not.toBe(text[differsAt])
  expect(reason?.en).not.toBe('')
  expect(reason?.zh).toMatch(/[一-鿿]/)
})

/** 茶 in GBK; all else that is signed is ASCII. */
const inGbk = (text: string): Buffer =>
  Buffer.concat(
    text
      .split('茶')
      .flatMap((part, i) => [Buffer.from(i === 0 ? [] : [0xb2, 0xe8]), Buffer.from(part)]),
  )

const signAs = (hash: string, padding?: number) => (text: string, key: string) =>
  sign(hash, Buffer.from(text), { key, ...(padding !== undefined && { padding }) }).toString(
    'base64',
  )

test.each<[string, NonNullable<Wrong['sign']>, RegExp]>([
  ['PSS padding', signAs('sha256', constants.RSA_PKCS1_PSS_PADDING), /PSS/],
  ['SHA-1', signAs('sha1'), /another hash/],
  ['hex', (text, key) => Buffer.from(rsaSign(text, key), 'base64').toString('hex'), /hex/],
  [
    'base64 for addresses',
    (text, key) => Buffer.from(rsaSign(text, key), 'base64').toString('base64url'),
    /another base64/,
  ],
  ['a hash of API v2', (text) => createHash('md5').update(text).digest('hex'), /API v2/],
])('the right text, signed with %s', async (_name, wrongly, words) => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), { sign: wrongly })
  expect(answer.status).toBe(401)
  expect(last().reason).toMatchObject({ code: 'signature', mistake: null })
  expect(last().reason?.en).toMatch(words)
})

test.each<[string, (text: string) => string | Buffer]>([
  ['GBK', inGbk],
  ['a question mark for each Chinese character', (text) => text.replaceAll('茶', '?')],
  ['UTF-8 that was read as Latin-1', (text) => Buffer.from(text).toString('latin1')],
])('a text that was signed as %s', async (_name, encode) => {
  const shop = merchant(weixin)
  const body = shop.order({ description: '茶' })
  await shop.prepay(body, {
    sign: (text, key) => sign('sha256', Buffer.from(encode(text)), key).toString('base64'),
  })
  const { reason } = last()
  expect(reason?.mistake?.name).toBe('another character set was used')
  expect(reason?.signedOver?.[reason.mistake?.differsAt ?? -1]).toBe('茶')
})

test.each([
  ['/v3/bill/tradebill?bill_date=2026-01-01&tar_type=GZIP', 'tar_type=GZIP&bill_date=2026-01-01'],
])('a query that was signed in another order', async (url, query) => {
  await merchant(weixin).call('GET', url, '', {
    message: ({ time, nonce }) => `GET\n${url.split('?')[0]}?${query}\n${time}\n${nonce}\n\n`,
    headers: { 'user-agent': 'test' },
  })
  expect(last().reason?.mistake?.name).toBe('the parameters of the query are in another order')
})

test('a body that was signed for a GET', async () => {
  const shop = merchant(weixin)
  const url = `/v3/pay/transactions/out-trade-no/T2026010101?mchid=${weixin.credentials.mchId}`
  await shop.call('GET', url, '', {
    message: ({ time, nonce }) => `GET\n${url}\n${time}\n${nonce}\n{}\n`,
  })
  expect(last().reason?.mistake?.name).toBe('a body was signed where none is sent')
})

test('a url that was signed decoded', async () => {
  const shop = merchant(weixin)
  const { mchId } = weixin.credentials
  const url = `/v3/pay/transactions/out-trade-no/T2026%7C0101?mchid=${mchId}`
  const decoded = decodeURIComponent(url)
  await shop.call('GET', url, '', {
    message: ({ time, nonce }) => `GET\n${decoded}\n${time}\n${nonce}\n\n`,
  })
  expect(last().reason?.mistake?.name).toBe('the url was decoded or encoded')
  expect((await shop.call('GET', url)).status).toBe(404)
})

test('a signature that nothing explains', async () => {
  const shop = merchant(weixin)
  const answer = await shop.prepay(shop.order(), { message: () => 'something else' })
  expect(last().reason).toMatchObject({ code: 'signature', mistake: null })
  expect(last().reason?.en).toMatch(/^No known mistake matches/)
  const { detail } = answer.body as { detail: Record<string, Record<string, unknown>> }
  const length = Buffer.byteLength(last().reason?.signedOver ?? '')
  expect(detail['sign_information']).toMatchObject({
    method: 'POST',
    url: '/v3/pay/transactions/jsapi',
    sign_message_length: length,
  })
  expect(detail['sign_information']?.['truncated_sign_message']).toMatch(/\n\{"appid"\n$/)
})

test('an unknown path and a wrong method answer with nothing, before any Authorization', async () => {
  for (const [method, path, status] of [
    ['GET', '/v3/sandboxnew/pay', 404],
    ['GET', '/v3/pay/transactions/jsapi', 405],
    ['POST', '/v3/certificates', 405],
  ] as const) {
    const answer = await fetch(weixin.url + path, { method })
    expect([answer.status, await answer.text()]).toEqual([status, ''])
    expect(answer.headers.get('wechatpay-signature')).toBeNull()
  }
})

test('a request without User-Agent is refused before its signature is looked at', async () => {
  const shop = merchant(weixin)
  const wrong = { headers: { 'user-agent': '' }, authorization: () => '' }
  const answer = await shop.call('GET', '/v3/refund/domestic/refunds/R1', '', wrong)
  expect(answer).toMatchObject({ status: 400, body: known('User-Agent (or Accept) missing') })
  expect(answer.headers.get('wechatpay-signature')).toBeNull()
})
