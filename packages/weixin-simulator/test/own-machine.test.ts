import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClient } from '../src/control/client.ts'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

/** Sends a request as it is written, and gives the status. */
function raw(line: string, headers: readonly string[], body = ''): Promise<number> {
  const length = `content-length: ${Buffer.byteLength(body)}`
  const text = [`${line} HTTP/1.1`, ...headers, length, 'connection: close', '', body].join('\r\n')
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(weixin.url).port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (part) => (answer += String(part)))
    socket.once('error', reject)
    socket.once('close', () => resolve(Number(answer.slice(9, 12))))
  })
}

describe('a name from elsewhere that points to this machine is refused', () => {
  const paths = [
    'GET /simulator/users',
    'GET /Simulator/users',
    'GET /SIMULATOR/users',
    'GET //simulator/users',
    'GET /simulator%2fusers',
    'GET http://localhost/simulator/users',
    'GET /',
    'GET /sns/auth',
    'POST /v3/pay/transactions/jsapi',
  ]
  test.each(paths)('%s', async (line) => {
    expect(await raw(line, ['host: evil.example'])).toBe(403)
    expect(await raw(line, ['host: evil.example', 'x-forwarded-host: localhost'])).toBe(403)
  })

  test.each([
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    'evil.example#localhost',
    'localhost:1:2',
    '',
  ])('host %s', async (host) => {
    expect(await raw('GET /simulator/users', [`host: ${host}`])).toBe(403)
  })

  test.each([
    'localhost',
    'LOCALHOST:80',
    '127.0.0.1',
    '[::1]:4000',
    'weixin',
    'host.docker.internal',
  ])('but not %s', async (host) => {
    expect(await raw('GET /simulator/users', [`host: ${host}`])).toBe(200)
  })
})

test('a page of another site can neither read, pay nor move the clock', async () => {
  const prepayId = await merchant(weixin).prepayId()
  const evil = ['host: localhost', 'origin: https://evil.example', 'content-type: application/json']
  expect(await raw('GET /simulator/log', evil)).toBe(403)
  expect(await raw('POST /simulator/payments', evil, JSON.stringify({ prepayId }))).toBe(403)
  expect(await raw('POST /Simulator/clock', evil, '{"advance":5}')).toBe(403)
  const image = ['host: localhost', 'sec-fetch-site: cross-site']
  expect(await raw('GET /simulator/events', image)).toBe(403)
  expect(weixin.orders().at(-1)?.tradeState).toBe('NOTPAY')
})

test('bodies, their nesting, the clock and the log are bounded', async () => {
  const json = ['host: localhost', 'content-type: application/json']
  expect(await raw('POST /simulator/clock', json, ' '.repeat(1_048_577))).toBe(413)
  const deep = `{"advance":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
  expect(await raw('POST /simulator/clock', json, deep)).toBe(400)
  expect(await raw('POST /simulator/phone/config', json, deep)).toBe(400)
  for (const advance of [1e16, 1e308, 316_224_001])
    expect(await raw('POST /simulator/clock', json, JSON.stringify({ advance }))).toBe(400)
  await expect(weixin.advance(316_224_001)).rejects.toThrow('ten years')
  const { mchId } = weixin.credentials
  const big = `<xml><mch_id>${mchId}</mch_id><a>${'x'.repeat(900_000)}</a></xml>`
  for (let i = 0; i < 20; i++) await raw('POST /pay/unifiedorder', ['host: localhost'], big)
  expect(JSON.stringify(weixin.log()).length).toBeLessThan(100_000)
})

test('beyond loopback the controls need the token, the phone and WeChat’s calls do not', async () => {
  const open = await createSimulator({ host: '0.0.0.0', token: 'correct-horse' })
  try {
    expect(open.token).toBe('correct-horse')
    const status = async (path: string, headers: Record<string, string> = {}) =>
      (await fetch(open.url + path, { headers })).status
    expect(await status('/simulator/users')).toBe(401)
    expect(await status('/Simulator/users')).toBe(401)
    expect(await status('/simulator/events')).toBe(401)
    expect(await status('/simulator/users', { authorization: 'Bearer wrong' })).toBe(401)
    expect(await status('/simulator/bridge.js')).toBe(200)
    expect(await status('/sns/auth')).toBe(200)
    expect(await createClient(open.url, { token: 'correct-horse' }).users()).toHaveLength(3)
    const page = await fetch(`${open.url}/simulator/users?token=correct-horse`)
    expect(page.status).toBe(200)
    const cookie = page.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/httponly/i)
    expect(await status('/simulator/users', { cookie: cookie.split(';')[0] ?? '' })).toBe(200)
  } finally {
    await open.close()
  }
  const random = await createSimulator({ host: '0.0.0.0' })
  expect(random.token).toMatch(/^\w{24}$/)
  await random.close()
})

test('the option url says how the simulator is reached', async () => {
  const reached = await createSimulator({ url: 'http://weixin.example.com:4000/' })
  expect(reached.url).toBe('http://weixin.example.com:4000')
  expect(reached.users()[0]?.avatar).toMatch(
    /^http:\/\/weixin\.example\.com:4000\/simulator\/avatars\//,
  )
  await reached.close()
})
