import { describe, expect, test } from 'vitest'
import { fakeServer, sheet, wxPayment } from '../../test/fakes.ts'
import { manualClock, settle } from '../../test/manual-clock.ts'
import { WeixinClientError } from '../weixin-client-error.ts'
import { payOrder } from './pay-order.ts'
import type { PayState } from './pay-state.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const unreachable = new WeixinClientError('unreachable')

/** A payment of order 7 under way, with everything around it in the test's hands. */
function payment(method = sheet()) {
  const fake = fakeServer()
  const clock = manualClock()
  const leave = new AbortController()
  const states: PayState[] = []
  let hasEnded = false
  const run = async (): Promise<void> => {
    const tools = { server: fake.server, clock, paymentMethod: method, signal: leave.signal }
    for await (const state of payOrder('7', tools)) states.push(state)
    hasEnded = true
  }
  return {
    ...fake,
    fake,
    method,
    clock,
    leave,
    start: async () => {
      void run()
      await settle()
    },
    seen: () => states.map(({ status }) => status),
    error: () => states.at(-1)?.error,
    hasEnded: () => hasEnded,
    asked: () => fake.calls.filter((call) => call.startsWith('GET')).length,
  }
}

const refused = new WeixinClientError('payment-refused')

describe('before the sheet', () => {
  test('orders by the method it goes, and opens the sheet with what the server prepared', async () => {
    const it = payment()
    await it.start()
    expect(it.calls).toEqual(['POST 7 jsapi'])
    expect(it.method.opened).toEqual([{ tradeType: 'jsapi', params: wxPayment }])
    expect(it.seen()).toEqual(['ordering', 'paying'])
  })

  test('orders nothing when the method cannot be gone', async () => {
    const it = payment(sheet(() => Promise.reject(new WeixinClientError('not-in-weixin'))))
    await it.start()
    expect(it.seen()).toEqual(['ordering', 'failed'])
    expect(it.error()?.code).toBe('not-in-weixin')
    expect(it.calls).toEqual([])
    expect(it.hasEnded()).toBe(true)
  })

  test('repeats the order when the server did not answer', async () => {
    const it = payment()
    it.prepares.unshift(unreachable, new WeixinClientError('busy', { status: 503 }))
    await it.start()
    expect(it.seen()).toEqual(['ordering'])
    await it.clock.advance(3 * SECOND)
    expect(it.calls).toHaveLength(3)
    expect(it.seen()).toEqual(['ordering', 'paying'])
  })

  test('fails after three tries', async () => {
    const it = payment()
    it.prepares[0] = unreachable
    await it.start()
    await it.clock.advance(MINUTE)
    expect(it.calls).toHaveLength(3)
    expect(it.seen()).toEqual(['ordering', 'failed'])
    expect(it.error()).toBe(unreachable)
  })

  test.each([401, 404, 409, 500])('does not repeat what was refused with %i', async (status) => {
    const it = payment()
    it.prepares[0] = new WeixinClientError('no', { status, signIn: '/weixin/oauth' })
    await it.start()
    await it.clock.advance(MINUTE)
    expect(it.calls).toHaveLength(1)
    expect(it.seen()).toEqual(['ordering', 'failed'])
    expect(it.error()).toMatchObject({ status, signIn: '/weixin/oauth' })
  })

  test('settled and paid ends at once', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'paid' }
    await it.start()
    expect(it.seen()).toEqual(['ordering', 'paid'])
    expect(it.method.opened).toEqual([])
    expect(it.hasEnded()).toBe(true)
  })

  test('settled and closed fails', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'closed' }
    await it.start()
    expect(it.seen()).toEqual(['ordering', 'failed'])
    expect(it.error()?.code).toBe('order-closed')
  })

  test('settled and not known yet is confirmed', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'unknown' }
    it.states.unshift('unknown')
    it.states[1] = 'paid'
    await it.start()
    await it.clock.advance(2 * SECOND)
    expect(it.seen()).toEqual(['ordering', 'confirming', 'paid'])
    expect(it.method.opened).toEqual([])
  })
})

describe('the sheet says ok', () => {
  test('is a hint: the server decides', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await settle()
    expect(it.seen().at(-1)).toBe('confirming')
    await it.clock.advance(3 * SECOND)
    expect(it.seen().at(-1)).toBe('confirming')
    it.states[0] = 'paid'
    await it.clock.advance(3 * SECOND)
    expect(it.seen()).toEqual(['ordering', 'paying', 'confirming', 'paid'])
    expect(it.clock.waiting()).toBe(0)
  })

  test('asks at once, then with growing pauses, and calls it unconfirmed after 30 s', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(0)
    expect(it.asked()).toBe(1)
    await it.clock.advance(29 * SECOND)
    expect(it.asked()).toBe(8)
    expect(it.seen().at(-1)).toBe('confirming')
    await it.clock.advance(SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()).toBeNull()
  })

  test('a late answer of the server still counts', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(5 * MINUTE)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    it.states[0] = 'paid'
    await it.clock.advance(5 * MINUTE)
    expect(it.seen()).toEqual(['ordering', 'paying', 'confirming', 'unconfirmed', 'paid'])
    expect(it.hasEnded()).toBe(true)
  })

  test('the server is down and comes back', async () => {
    const it = payment()
    it.states[0] = unreachable
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(10 * SECOND)
    expect(it.seen().at(-1)).toBe('confirming')
    it.states[0] = 'paid'
    await it.clock.advance(5 * SECOND)
    expect(it.seen().at(-1)).toBe('paid')
  })

  test('unconfirmed tells why the server could not be asked', async () => {
    const it = payment()
    it.states[0] = unreachable
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(30 * SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()).toBe(unreachable)
  })

  test('a server that hangs does not hold the payment up', async () => {
    const it = payment()
    it.states[0] = 'never'
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(30 * SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()).toBeNull()
  })

  test('stops asking after two hours', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(121 * MINUTE)
    expect(it.hasEnded()).toBe(true)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.clock.waiting()).toBe(0)
  })
})

describe('the sheet says cancel', () => {
  test('shows it at once and asks once', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'cancel' })
    await settle()
    expect(it.seen()).toEqual(['ordering', 'paying', 'cancelled'])
    expect(it.hasEnded()).toBe(false)
    await it.clock.advance(MINUTE)
    expect(it.asked()).toBe(1)
    expect(it.seen().at(-1)).toBe('cancelled')
    expect(it.hasEnded()).toBe(true)
  })

  test('turns to paid when the server says so', async () => {
    const it = payment()
    it.states[0] = 'paid'
    await it.start()
    it.method.close({ result: 'cancel' })
    await it.clock.advance(0)
    expect(it.seen()).toEqual(['ordering', 'paying', 'cancelled', 'paid'])
  })

  test.each(['never', unreachable] as const)('stays cancelled with server %s', async (state) => {
    const it = payment()
    it.states[0] = state
    await it.start()
    it.method.close({ result: 'cancel' })
    await it.clock.advance(10 * SECOND)
    expect(it.seen().at(-1)).toBe('cancelled')
    expect(it.hasEnded()).toBe(true)
  })
})

describe('the sheet says fail', () => {
  test('asks the server before it says failed', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'fail', error: refused })
    await settle()
    expect(it.seen().at(-1)).toBe('confirming')
    await it.clock.advance(0)
    expect(it.seen()).toEqual(['ordering', 'paying', 'confirming', 'failed'])
    expect(it.error()).toBe(refused)
    expect(it.asked()).toBe(1)
  })

  test('is paid when the server says so, even at the second question', async () => {
    const it = payment()
    it.states.unshift('unknown')
    it.states[1] = 'paid'
    await it.start()
    it.method.close({ result: 'fail', error: refused })
    await it.clock.advance(SECOND)
    expect(it.seen().at(-1)).toBe('paid')
  })

  test('so does a sheet that cannot be opened', async () => {
    const method = { ...sheet(), open: () => Promise.reject(refused) }
    const it = payment(method)
    await it.start()
    await it.clock.advance(0)
    expect(it.seen().at(-1)).toBe('failed')
    expect(it.error()).toBe(refused)
  })
})

describe('the sheet stays open', () => {
  test('asks nothing for 20 s, then now and then; minutes are not a time-out', async () => {
    const it = payment()
    await it.start()
    await it.clock.advance(19 * SECOND)
    expect(it.asked()).toBe(0)
    await it.clock.advance(SECOND)
    expect(it.asked()).toBe(1)
    await it.clock.advance(4 * MINUTE)
    expect(it.asked()).toBe(13)
    expect(it.seen()).toEqual(['ordering', 'paying'])
  })

  test('believes the server when the bridge never answers', async () => {
    const it = payment()
    await it.start()
    it.states[0] = 'paid'
    await it.clock.advance(20 * SECOND)
    expect(it.seen()).toEqual(['ordering', 'paying', 'paid'])
    expect(it.clock.waiting()).toBe(0)
  })

  test('is unconfirmed after five minutes', async () => {
    const it = payment()
    await it.start()
    await it.clock.advance(5 * MINUTE - 1)
    expect(it.seen().at(-1)).toBe('paying')
    await it.clock.advance(1)
    expect(it.seen().at(-1)).toBe('unconfirmed')
  })

  test('a late ok still counts, once the server agrees', async () => {
    const it = payment()
    await it.start()
    await it.clock.advance(8 * MINUTE)
    it.states[0] = 'paid'
    it.method.close({ result: 'ok' })
    await it.clock.advance(0)
    expect(it.seen()).toEqual(['ordering', 'paying', 'unconfirmed', 'confirming', 'paid'])
  })

  test('a late cancel still counts', async () => {
    const it = payment()
    await it.start()
    await it.clock.advance(8 * MINUTE)
    it.method.close({ result: 'cancel' })
    await it.clock.advance(0)
    expect(it.seen().at(-1)).toBe('cancelled')
  })

  test('a late answer of the server still counts', async () => {
    const it = payment()
    await it.start()
    await it.clock.advance(6 * MINUTE)
    it.states[0] = 'paid'
    await it.clock.advance(5 * MINUTE)
    expect(it.seen()).toEqual(['ordering', 'paying', 'unconfirmed', 'paid'])
  })
})

describe('the page is left', () => {
  test('while ordering: opens no sheet', async () => {
    const it = payment()
    it.prepares[0] = unreachable
    await it.start()
    it.prepares[0] = { tradeType: 'jsapi', params: wxPayment }
    it.leave.abort()
    await settle()
    expect(it.method.opened).toEqual([])
    expect(it.calls).toHaveLength(1)
    expect(it.clock.waiting()).toBe(0)
  })

  test("at the moment of the server's answer: opens no sheet", async () => {
    const it = payment()
    it.fake.server.createPayment = async () => {
      it.leave.abort()
      return { tradeType: 'jsapi', params: wxPayment }
    }
    await it.start()
    expect(it.hasEnded()).toBe(true)
    expect(it.method.opened).toEqual([])
  })

  test.each([0, 30 * SECOND, 6 * MINUTE])('after %i ms with the sheet open', async (ms) => {
    const it = payment()
    await it.start()
    await it.clock.advance(ms)
    const asked = it.asked()
    it.leave.abort()
    await it.clock.advance(10 * MINUTE)
    expect(it.asked()).toBe(asked)
    expect(it.clock.waiting()).toBe(0)
  })

  test('while confirming', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(2 * SECOND)
    it.leave.abort()
    await settle()
    expect(it.hasEnded()).toBe(true)
    expect(it.clock.waiting()).toBe(0)
  })
})
