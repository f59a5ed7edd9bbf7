import { describe, expect, test } from 'vitest'
import { fakeServer, sheet, wxPayment } from '../../test/fakes.ts'
import { manualClock, settle } from '../../test/manual-clock.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import type { Wake } from './wakes.ts'
import type { Request } from '../http/request.ts'
import type { PartContext } from '../part-context.ts'
import { prepare } from './prepare.ts'
import { type Start, runPayment } from './run-payment.ts'
import type { PayState } from './pay-state.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const unreachable = new WeixinClientError('unreachable')

/** A payment of order 7 under way, with everything around it in the test's hands. */
function payment(method = sheet(), from: 'order' | 'server' = 'order') {
  const fake = fakeServer()
  const clock = manualClock()
  const leave = new AbortController()
  const states: PayState[] = []
  let wake: (reason: Wake) => void = () => {}
  const start = (): Start => {
    if (from === 'server') return {}
    const request: Request = async <T>() => fake.createPayment(leave.signal) as T
    return {
      placed: prepare({ request, clock } as unknown as PartContext, '', [method], leave.signal),
    }
  }
  const it = {
    fake,
    get calls() {
      return fake.calls
    },
    prepares: fake.prepares,
    states: fake.states,
    method,
    clock,
    leave,
    isWatched: true,
    async wake(reason: Wake) {
      wake(reason)
      await settle()
    },
    async start(given: Start = start()) {
      void runPayment(given, {
        query: (signal) => fake.query(signal),
        clock,
        signal: leave.signal,
        isWatched: () => it.isWatched,
        nextWake: () => new Promise((resolve) => (wake = resolve)),
        set: (next) => {
          if (!leave.signal.aborted) states.push(next)
        },
        open: (by, payment) =>
          by.open(payment, '7', {} as PartContext).catch((error) => ({ result: 'fail', error })),
      }).then(() => (it.isOver = true))
      await settle()
    },
    isOver: false,
    hasEnded: () => it.isOver,
    seen: () => states.map(({ status }) => status),
    error: () => states.at(-1)?.error,
    queries: () => fake.calls.filter((call) => call.startsWith('GET')).length,
  }
  return it
}

const refused = new WeixinClientError('payment-refused')

describe('before the sheet', () => {
  test('orders by the method it goes, and opens the sheet with what the server prepared', async () => {
    const it = payment()
    await it.start()
    expect(it.calls).toEqual(['POST 7'])
    expect(it.method.opened).toEqual([{ tradeType: 'jsapi', params: wxPayment }])
    expect(it.seen()).toEqual(['paying'])
  })

  test('orders nothing when the method cannot be gone', async () => {
    const it = payment(sheet(() => Promise.reject(new WeixinClientError('not-in-weixin'))))
    await it.start()
    expect(it.seen()).toEqual(['failed'])
    expect(it.error()?.code).toBe('not-in-weixin')
    expect(it.calls).toEqual([])
    expect(it.hasEnded()).toBe(true)
  })

  test('repeats the order when the server did not answer', async () => {
    const it = payment()
    it.prepares.unshift(unreachable, new WeixinClientError('busy', { status: 503 }))
    await it.start()
    expect(it.seen()).toEqual([])
    await it.clock.advance(3 * SECOND)
    expect(it.calls).toHaveLength(3)
    expect(it.seen()).toEqual(['paying'])
  })

  test('fails after three tries', async () => {
    const it = payment()
    it.prepares[0] = unreachable
    await it.start()
    await it.clock.advance(MINUTE)
    expect(it.calls).toHaveLength(3)
    expect(it.seen()).toEqual(['failed'])
    expect(it.error()).toBe(unreachable)
  })

  test.each([401, 404, 409, 500])('does not repeat what was refused with %i', async (status) => {
    const it = payment()
    it.prepares[0] = new WeixinClientError('no', { status, signIn: '/weixin/oauth' })
    await it.start()
    await it.clock.advance(MINUTE)
    expect(it.calls).toHaveLength(1)
    expect(it.seen()).toEqual(['failed'])
    expect(it.error()).toMatchObject({ status, signIn: '/weixin/oauth' })
  })

  test('settled and paid ends at once', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'paid' }
    await it.start()
    expect(it.seen()).toEqual(['paid'])
    expect(it.method.opened).toEqual([])
    expect(it.hasEnded()).toBe(true)
  })

  test('settled and closed fails', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'closed' }
    await it.start()
    expect(it.seen()).toEqual(['failed'])
    expect(it.error()?.code).toBe('order-closed')
  })

  test('settled and not known yet is confirmed', async () => {
    const it = payment()
    it.prepares[0] = { settled: 'unknown' }
    it.states.unshift('unknown')
    it.states[1] = 'paid'
    await it.start()
    await it.clock.advance(2 * SECOND)
    expect(it.seen()).toEqual(['confirming', 'paid'])
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
    expect(it.seen()).toEqual(['paying', 'confirming', 'paid'])
    expect(it.clock.waiting()).toBe(0)
  })

  test('asks at once, then with growing pauses, and calls it unconfirmed after 30 s', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(0)
    expect(it.queries()).toBe(1)
    await it.clock.advance(29 * SECOND)
    expect(it.queries()).toBe(8)
    expect(it.seen().at(-1)).toBe('confirming')
    await it.clock.advance(SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()?.code).toBe('unconfirmed')
  })

  test('a late answer of the server still counts', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(5 * MINUTE)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    it.states[0] = 'paid'
    await it.clock.advance(5 * MINUTE)
    expect(it.seen()).toEqual(['paying', 'confirming', 'unconfirmed', 'paid'])
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
    expect(it.error()).toMatchObject({
      code: 'unreachable',
      payerMessage: { zh: '支付结果确认中，请勿重复支付' },
    })
  })

  test('a server that hangs does not hold the payment up', async () => {
    const it = payment()
    it.states[0] = 'never'
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(30 * SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()?.code).toBe('unconfirmed')
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
    expect(it.seen()).toEqual(['paying', 'cancelled'])
    expect(it.hasEnded()).toBe(false)
    await it.clock.advance(MINUTE)
    expect(it.queries()).toBe(1)
    expect(it.seen().at(-1)).toBe('cancelled')
    expect(it.hasEnded()).toBe(true)
  })

  test('turns to paid when the server says so', async () => {
    const it = payment()
    it.states[0] = 'paid'
    await it.start()
    it.method.close({ result: 'cancel' })
    await it.clock.advance(0)
    expect(it.seen()).toEqual(['paying', 'cancelled', 'paid'])
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
    expect(it.seen()).toEqual(['paying', 'confirming', 'failed'])
    expect(it.error()).toBe(refused)
    expect(it.queries()).toBe(1)
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
    expect(it.queries()).toBe(0)
    await it.clock.advance(SECOND)
    expect(it.queries()).toBe(1)
    await it.clock.advance(4 * MINUTE)
    expect(it.queries()).toBe(13)
    expect(it.seen()).toEqual(['paying'])
  })

  test('ends when the server knows, although the bridge never replies', async () => {
    const it = payment()
    await it.start()
    it.states[0] = 'paid'
    await it.clock.advance(20 * SECOND)
    expect(it.seen()).toEqual(['paying', 'paid'])
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
    expect(it.seen()).toEqual(['paying', 'unconfirmed', 'confirming', 'paid'])
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
    expect(it.seen()).toEqual(['paying', 'unconfirmed', 'paid'])
  })
})

describe('a failure of the sheet whose outcome is not known', () => {
  test.each([unreachable, 'unknown'] as const)('with server %s is unconfirmed', async (state) => {
    const it = payment()
    it.states[0] = state
    await it.start()
    it.method.close({ result: 'fail', error: refused })
    await it.clock.advance(10 * SECOND)
    expect(it.seen()).toEqual(['paying', 'confirming', 'unconfirmed'])
    expect(it.error()?.payerMessage.zh).toBe('支付结果确认中，请勿重复支付')
  })

  test.each([
    ['paid', 'paid'],
    ['unpaid', 'failed'],
  ] as const)('asks when the network is back: %s is %s', async (known, status) => {
    const it = payment()
    it.states[0] = unreachable
    await it.start()
    it.method.close({ result: 'fail', error: refused })
    await it.clock.advance(11 * SECOND)
    it.states[0] = known
    await it.wake('other')
    expect(it.seen().at(-1)).toBe(status)
    expect(it.error()).toBe(status === 'failed' ? refused : null)
    expect(it.hasEnded()).toBe(true)
  })
})

describe('the server refuses the query while confirming', () => {
  test.each([401, 404])('%i stops the questions', async (status) => {
    const it = payment()
    it.states[0] = new WeixinClientError('no', { status, signIn: '/weixin/oauth' })
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(0)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    expect(it.error()).toMatchObject({ code: 'no', status, signIn: '/weixin/oauth' })
    await it.clock.advance(120 * MINUTE)
    expect(it.queries()).toBe(1)
    expect(it.hasEnded()).toBe(true)
  })

  test('later, it shows why', async () => {
    const it = payment()
    await it.start()
    it.method.close({ result: 'ok' })
    await it.clock.advance(30 * SECOND)
    it.states[0] = new WeixinClientError('no', { status: 401, signIn: '/weixin/oauth' })
    await it.clock.advance(10 * SECOND)
    expect(it.error()).toMatchObject({ code: 'no', signIn: '/weixin/oauth' })
  })

  test('while the sheet is open: its result still counts', async () => {
    const it = payment()
    it.states[0] = new WeixinClientError('no', { status: 404 })
    await it.start()
    await it.clock.advance(20 * SECOND)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    it.method.close({ result: 'cancel' })
    await it.clock.advance(0)
    expect(it.seen().at(-1)).toBe('cancelled')
  })
})

describe('the reply of the sheet is lost', () => {
  test('back on the page the server is asked at once', async () => {
    const it = payment()
    await it.start()
    it.states[0] = 'paid'
    await it.wake('back')
    expect(it.seen()).toEqual(['paying', 'paid'])
  })

  test('and nothing is paid: unconfirmed after three seconds', async () => {
    const it = payment()
    await it.start()
    await it.wake('back')
    await it.clock.advance(3 * SECOND - 1)
    expect(it.seen().at(-1)).toBe('paying')
    await it.clock.advance(1)
    expect(it.seen().at(-1)).toBe('unconfirmed')
    it.states[0] = 'paid'
    it.method.close({ result: 'ok' })
    await it.clock.advance(0)
    expect(it.seen().at(-1)).toBe('paid')
  })

  test('unless the reply comes within these seconds', async () => {
    const it = payment()
    await it.start()
    await it.wake('back')
    await it.clock.advance(2 * SECOND)
    it.method.close({ result: 'cancel' })
    await it.clock.advance(3 * SECOND)
    expect(it.seen()).toEqual(['paying', 'cancelled'])
  })

  test('a tap asks too, but ends nothing', async () => {
    const it = payment()
    await it.start()
    await it.wake('other')
    await it.clock.advance(10 * SECOND)
    expect(it.queries()).toBe(1)
    expect(it.seen().at(-1)).toBe('paying')
  })
})

describe('nobody looks', () => {
  test('nothing is asked until somebody looks again', async () => {
    const it = payment()
    it.isWatched = false
    await it.start()
    await it.clock.advance(4 * MINUTE)
    expect(it.queries()).toBe(0)
    it.isWatched = true
    await it.wake('back')
    expect(it.queries()).toBe(1)
  })

  test('for as long as the schedule lasts', async () => {
    const it = payment()
    it.isWatched = false
    await it.start()
    await it.clock.advance(126 * MINUTE)
    expect([it.queries(), it.seen().at(-1), it.hasEnded()]).toEqual([0, 'unconfirmed', true])
    expect(it.clock.waiting()).toBe(0)
  })
})

describe('a page that has forgotten the payment', () => {
  test.each([
    ['paid', ['confirming', 'paid']],
    ['closed', ['confirming', 'failed']],
  ] as const)('finds it %s', async (known, seen) => {
    const it = payment(sheet(), 'server')
    it.states[0] = known
    await it.start()
    await it.clock.advance(0)
    expect(it.seen()).toEqual(seen)
    expect(it.calls).toEqual(['GET 7'])
  })

  test('does not know after ten seconds, and still finds out', async () => {
    const it = payment(sheet(), 'server')
    await it.start()
    await it.clock.advance(10 * SECOND)
    expect(it.seen()).toEqual(['confirming', 'unconfirmed'])
    it.states[0] = 'paid'
    await it.wake('back')
    expect(it.seen().at(-1)).toBe('paid')
  })
})

test('a prepared payment opens before anything is awaited', () => {
  const method = sheet()
  const placed = { method, payment: { tradeType: 'jsapi', params: wxPayment } } as const
  const it = payment(method)
  void it.start({ placed })
  expect(method.opened).toHaveLength(1)
  expect(it.calls).toEqual([])
})

test('a panel is shown for two hours, and turns to paid by itself', async () => {
  const it = payment({ ...sheet(), surface: 'panel' })
  await it.start()
  await it.clock.advance(100 * MINUTE)
  expect(it.seen().at(-1)).toBe('paying')
  it.states[0] = 'paid'
  await it.clock.advance(10 * SECOND)
  expect(it.seen().at(-1)).toBe('paid')
})

test('the next method that fits is tried', async () => {
  const it = payment(sheet(() => Promise.reject(new WeixinClientError('wecom-cannot-pay'))))
  await it.start()
  expect(it.error()?.code).toBe('wecom-cannot-pay')
  expect(it.calls).toEqual([])
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
    it.fake.createPayment = async () => {
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
    const before = it.queries()
    it.leave.abort()
    await it.clock.advance(10 * MINUTE)
    expect(it.queries()).toBe(before)
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
