import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { callPhone, lastCall, ORIGIN } from './phone.ts'

let weixin: Simulator
let ticket: string
let token: string
beforeAll(async () => {
  weixin = await createSimulator()
  ;({ token, ticket } = await fetchTicket())
})
afterAll(() => weixin.close())

async function fetchTicket(): Promise<{ token: string; ticket: string }> {
  const { appId, appSecret } = weixin.credentials
  const query = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  const { access_token } = await (await fetch(`${weixin.url}/cgi-bin/token?${query}`)).json()
  const answered = `type=jsapi&access_token=${access_token}`
  const got = await (await fetch(`${weixin.url}/cgi-bin/ticket/getticket?${answered}`)).json()
  return { token: String(access_token), ticket: String(got.ticket) }
}

const last = (): LogEntry => lastCall(weixin)

const LANDING = `${ORIGIN}/tea/?from=menu&name=%E8%8C%B6#top`
const CURRENT = `${ORIGIN}/orders/7?a=1&b=2#/list`
const cut = (address: string): string => address.split('#')[0] ?? ''
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex')
const TIME = '1767225600'
const NONCE = 'Wm3WZYTPz0wzccnW'
const textOf = (url: string, signed = ticket): string =>
  `jsapi_ticket=${signed}&noncestr=${NONCE}&timestamp=${TIME}&url=${url}`

async function config(
  text: string,
  platform = 'desktop',
  changes: Record<string, unknown> = {},
  hash = sha1,
) {
  const args = {
    verifyJsApiList: ['getBrandWCPayRequest'],
    appId: weixin.credentials.appId,
    verifyAppId: weixin.credentials.appId,
    verifySignType: 'sha1',
    verifyTimestamp: TIME,
    verifyNonceStr: NONCE,
    verifySignature: hash(text),
  }
  const body = { landing: LANDING, current: CURRENT, platform, args, ...changes }
  const { response } = await (await callPhone(weixin, 'config', body)).json()
  return response
}

test.each([
  ['ios', LANDING],
  ['android', CURRENT],
  ['desktop', CURRENT],
])('on %s the page signature is over its own address', async (platform, address) => {
  const response = await config(textOf(cut(address)), platform)
  expect(response).toEqual({ errMsg: 'preVerifyJSAPI:ok' })
  const other = address === LANDING ? CURRENT : LANDING
  const refused = await config(textOf(cut(other)), platform)
  expect(refused).toEqual({ errMsg: 'config:invalid signature', realAuthUrl: [cut(address)] })
  const which = platform === 'ios' ? 'current address was signed' : 'landing address was signed'
  expect(last().reason?.mistake?.name).toContain(which)
})

const url = cut(CURRENT)
const withUrl = (other: string) => (): string => textOf(other)
const pageMistakes: [string, () => string][] = [
  ['the hash was kept in the url', withUrl(CURRENT)],
  ['the url was encoded', withUrl(encodeURIComponent(url))],
  ['the url holds &amp; for &', withUrl(url.replace('&', '&amp;'))],
  ['a trailing slash was added or removed', withUrl(url.replace('/7?', '/7/?'))],
  ['the scheme was swapped', withUrl(url.replace('http:', 'https:'))],
  ['a port was added', withUrl(url.replace(/:\d+/, ':8080'))],
  ['the query was dropped', withUrl(`${ORIGIN}/orders/7`)],
  ['only the origin or the path was signed', withUrl(ORIGIN)],
  ['only the origin or the path was signed', withUrl('/orders/7?a=1&b=2')],
  [
    'the parameters are in another order',
    () => `jsapi_ticket=${ticket}&timestamp=${TIME}&noncestr=${NONCE}&url=${url}`,
  ],
  ['nonceStr was written for noncestr', () => textOf(url).replace('noncestr', 'nonceStr')],
  ['the access_token was used for the ticket', () => textOf(url, token)],
  ['the names were left out', () => [ticket, NONCE, TIME, url].join('&')],
]

test.each(pageMistakes)('a page signature where %s', async (mistake, text) => {
  expect(await config(text())).toMatchObject({ errMsg: 'config:invalid signature' })
  const { reason } = last()
  expect(reason?.mistake?.name).toBe(mistake)
  expect(reason?.signedOver).toContain(`&url=${url}`)
  const all = JSON.stringify(weixin.log())
  expect(all).not.toContain(ticket)
  expect(all).not.toContain(token)
})

test('a shared page that was signed without the parameters that WeChat adds', async () => {
  const shared = `${ORIGIN}/orders/7?a=1&from=singlemessage&isappinstalled=0`
  await config(textOf(`${ORIGIN}/orders/7?a=1`), 'android', { current: shared })
  expect(last().reason?.mistake?.name).toBe('parameters that sharing adds were dropped')
})

test.each(['md5', 'sha256'])('a page signature that was made with %s', async (hash) => {
  await config(textOf(url), 'desktop', {}, (text) => createHash(hash).update(text).digest('hex'))
  expect(last().reason).toMatchObject({ mistake: null, field: 'signature' })
  expect(last().reason?.en).toMatch(/SHA-1/)
})

test('a url that was decoded once too often', async () => {
  const decoded = decodeURIComponent(cut(LANDING))
  await config(textOf(decoded), 'ios')
  expect(last().reason?.mistake?.name).toBe('the url was decoded')
})

test('an upper-case hash, another appId, an unregistered page, and what nothing explains', async () => {
  const args = {
    verifyAppId: weixin.credentials.appId,
    verifyTimestamp: TIME,
    verifyNonceStr: NONCE,
  }
  const upper = { ...args, verifySignature: sha1(textOf(url)).toUpperCase() }
  expect(await config('', 'desktop', { args: upper })).toMatchObject({
    errMsg: 'config:invalid signature',
  })
  expect(last().reason?.code).toBe('signature-upper-case')
  const other = { ...args, verifyAppId: 'wx0000000000000000' }
  expect(await config('', 'desktop', { args: other })).toEqual({ errMsg: 'config:invalid appid' })
  expect(await config('', 'desktop', { current: 'https://tea.example.com/' })).toEqual({
    errMsg: 'config:invalid url domain',
  })
  await config('anything')
  expect(last().reason).toMatchObject({ code: 'invalid-signature', mistake: null })
})

test('an older ticket, and none', async () => {
  const other = await createSimulator()
  const before = weixin
  try {
    weixin = other
    await config(textOf(url, 'x'))
    expect(last().reason?.code).toBe('ticket-expired')
    const old = await fetchTicket()
    await other.advance(7200)
    await config(textOf(url, old.ticket))
    expect(last().reason?.code).toBe('ticket-expired')
    await fetchTicket()
    await config(textOf(url, old.ticket))
    expect(last().reason?.mistake?.name).toBe('an older ticket was used')
  } finally {
    weixin = before
    await other.close()
  }
})
