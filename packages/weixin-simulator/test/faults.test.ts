import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { api } from './api.ts'
import { merchant } from './merchant.ts'
import { callPhone, lastCall, ORIGIN } from './phone.ts'

let weixin: Simulator
let now: number
beforeEach(async () => {
  // Ten seconds before midnight in China.
  now = Date.parse('2026-11-22T15:59:50Z')
  weixin = await createSimulator({ now: () => now })
})
afterEach(() => weixin.close())

const { classic, stable, ticket } = api(() => weixin)
const errcode = async (answer: Promise<Record<string, unknown>>) => (await answer)['errcode'] ?? 0

test('a daily quota: 45009 in WeChat’s words until midnight in China', async () => {
  weixin.faults.setQuotas({ token: 2, getticket: 1 })
  const { access_token } = await classic()
  await classic()
  const refused = await classic()
  expect(refused['errcode']).toBe(45009)
  expect(refused['errmsg']).toMatch(/^reach max api daily quota limit rid: /)
  expect(await errcode(stable())).toBe(0)
  expect(await errcode(ticket(access_token))).toBe(0)
  expect(await errcode(ticket(access_token))).toBe(45009)
  await weixin.advance(9)
  expect(await errcode(classic())).toBe(45009)
  await weixin.advance(1)
  expect(await errcode(classic())).toBe(0)
  const { access_token: next } = await stable()
  expect(await errcode(ticket(next))).toBe(0)
})

test('a quota of a minute: 45011; a refused call is not counted', async () => {
  weixin.faults.setQuotas({ stable_token: { minute: 2, day: 5 } })
  expect(await errcode(stable())).toBe(0)
  expect(await errcode(stable())).toBe(0)
  const refused = await stable()
  expect(refused['errcode']).toBe(45011)
  expect(refused['errmsg']).toMatch(
    /^api minute-quota reach limit, must slower, retry next minute rid: /,
  )
  expect(await errcode(stable({ secret: 'wrong' }))).toBe(40125)
  await weixin.advance(10)
  expect(await errcode(stable())).toBe(0)
  weixin.faults.setQuotas({ stable_token: { day: 2 } })
  expect(await errcode(stable())).toBe(0)
  expect(await errcode(stable())).toBe(45009)
  weixin.faults.setQuotas({})
  expect(await errcode(stable())).toBe(0)
})

test('an allowlist: 40164 names the caller’s address, and asks for the secret first', async () => {
  const strict = await createSimulator({ allowlist: ['203.0.113.7'], quotas: { token: 1 } })
  const there = api(() => strict)
  try {
    for (const call of [there.classic, there.stable]) {
      const refused = await call()
      expect(refused['errcode']).toBe(40164)
      expect(refused['errmsg']).toMatch(
        /^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: [0-9a-f]{8}-/,
      )
      expect(await errcode(call({ secret: 'wrong' }))).toBe(40125)
    }
    strict.faults.setAllowlist(['203.0.113.7', '127.0.0.1'])
    expect(await errcode(there.classic())).toBe(0)
    expect(await errcode(there.classic())).toBe(45009)
    strict.faults.setAllowlist(null)
    expect(await errcode(there.stable())).toBe(0)
  } finally {
    await strict.close()
  }
})

test('retired tokens of both kinds are refused at once; the next call gives another', async () => {
  const { access_token: first } = await stable()
  const { access_token: other } = await classic()
  expect(await errcode(ticket(first))).toBe(0)
  await weixin.faults.retireTokens()
  expect(await errcode(ticket(first))).toBe(40001)
  expect(await errcode(ticket(other))).toBe(40001)
  const { access_token: second } = await stable()
  expect(second).not.toBe(first)
  expect(await errcode(ticket(second))).toBe(0)
})

test('a retired ticket: getticket gives another, and a page signed with the old one is refused', async () => {
  const { access_token } = await stable()
  const { ticket: old } = await ticket(access_token)
  const config = async (signed: unknown): Promise<unknown> => {
    const text = `jsapi_ticket=${String(signed)}&noncestr=n&timestamp=1&url=${ORIGIN}/`
    const args = {
      verifyAppId: weixin.credentials.appId,
      verifyTimestamp: '1',
      verifyNonceStr: 'n',
      verifySignature: createHash('sha1').update(text).digest('hex'),
    }
    const answered = { landing: `${ORIGIN}/`, current: `${ORIGIN}/`, platform: 'ios', args }
    return (await (await callPhone(weixin, 'config', answered)).json()).response.errMsg
  }
  expect(await config(old)).toBe('preVerifyJSAPI:ok')
  await weixin.faults.retireTicket()
  expect(await config(old)).toBe('config:invalid signature')
  expect(lastCall(weixin).reason?.mistake?.name).toBe('an older ticket was used')
  const { ticket: fresh } = await ticket(access_token)
  expect(fresh).not.toBe(old)
  expect(await config(fresh)).toBe('preVerifyJSAPI:ok')
})

test('what the simulator itself fails at is SYSTEM_ERROR in JSON under /v3, signed', async () => {
  let isBroken = false
  const broken = await createSimulator({
    now: () => {
      if (!isBroken) return Date.now()
      isBroken = false
      throw new Error('the clock stopped')
    },
  })
  const shop = merchant(broken)
  const order = shop.order()
  isBroken = true
  const answer = await shop.prepay(order)
  expect(answer).toMatchObject({
    status: 500,
    body: { code: 'SYSTEM_ERROR', message: expect.any(String) },
    isSigned: true,
  })
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(broken.log().at(-1)).toMatchObject({
    response: { status: 500, code: 'SYSTEM_ERROR' },
    reason: { en: expect.stringContaining('the clock stopped') },
  })
  await broken.close()
})
