import type { Row } from './row.ts'
import type { Fixture } from './fixture.ts'

const OUT_TRADE_NOS = Array.from({ length: 36 }, (_, index) => index + 1)

/** Each new price closes the number before; in v2 the one before that is looked at, too. */
const eachClosed = (looksBack: boolean): string[] =>
  OUT_TRADE_NOS.flatMap((n) => [
    `order ${n}`,
    `order ${n} ✗`,
    `query ${n}`,
    `close ${n}`,
    ...(looksBack && n > 1 ? [`query ${n - 1}`] : []),
  ])

/** Without the cache the last price finds its number by asking for each from the first on. */
const foundAnew = (looksBack: boolean): string[] => {
  const before = eachClosed(looksBack)
  const again = OUT_TRADE_NOS.flatMap((n) => [
    `order ${n} ✗`,
    `query ${n}`,
    ...(n === 36 ? ['close 36'] : []),
    ...(looksBack && n > 1 ? [`query ${n - 1}`] : []),
  ])
  return [...before.slice(0, before.lastIndexOf('order 36') + 1), ...again]
}

const usedUp = (looksBack: boolean) => ({
  calls: eachClosed(looksBack).join(', '),
  emptied: foundAnew(looksBack).join(', '),
  open: [1, 0] as [number, number],
  money: 'nothing is paid',
})

async function anotherPrice(fixture: Fixture): Promise<void> {
  await fixture.send()
  fixture.row.total = 2600
}

/** Another price, payer or way: WeChat keeps those of a number. */
export const changedRequests: readonly Row[] = [
  {
    what: 'another price within five minutes',
    async happens(fixture) {
      await anotherPrice(fixture)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗, query 3 ✗',
        open: [2, 1],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another price within five minutes, paid after them',
    async happens(fixture) {
      await anotherPrice(fixture)
      const response = await fixture.send()
      fixture.wait(5)
      return response
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1, query 3 ✗',
        open: [2, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another price after five minutes',
    async happens(fixture) {
      await anotherPrice(fixture)
      fixture.wait(5)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'a third price within five minutes (v2: `not-closed`), asked again after them',
    async happens(fixture) {
      await anotherPrice(fixture)
      await fixture.send()
      fixture.row.total = 2400
      if (fixture.api === 'v2') await fixture.askRefused('not-closed')
      fixture.wait(5)
      return fixture.send()
    },
    seen: {
      v3: {
        calls:
          'order 1, order 1 ✗, query 1, close 1, order 2, order 2 ✗, query 2, close 2, order 3, paid 3',
        emptied:
          'order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2 ✗, query 2, close 2, order 3, paid 3, query 4 ✗',
        open: [1, 0],
        money: '3 recorded',
      },
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, order 2 ✗, query 2, close 2 ✗, query 2, query 1, close 1 ✗, query 1, order 2 ✗, query 2, close 2, query 1, close 1, order 3, paid 3, query 2',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, order 1 ✗, query 1, close 1 ✗, query 1, order 2 ✗, query 2, close 2 ✗, query 2, query 1, close 1 ✗, query 1, order 1 ✗, query 1, close 1, order 2 ✗, query 2, close 2, query 1, order 3, paid 3, query 2, query 4 ✗',
        open: [2, 0],
        money: '3 recorded',
      },
    },
  },
  {
    what: 'another device, with another openid, after five minutes',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(5)
      fixture.anotherDevice()
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another trade type: native after jsapi',
    async happens(fixture) {
      await fixture.send('jsapi')
      return fixture.send('native')
    },
    // Ways other than jsapi are of v3 alone.
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'two servers with caches of their own; another price at the second, then at the first',
    async happens(fixture) {
      await fixture.send()
      await fixture.askOther()
      fixture.wait(5)
      fixture.row.total = 2600
      await fixture.askOther()
      return fixture.send()
    },
    seen: {
      v3: {
        calls:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2',
        emptied:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 1',
        emptied:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'two servers with caches of their own; another device at the second; nobody pays, reconciled at the first',
    async happens(fixture) {
      await fixture.send()
      fixture.anotherDevice()
      await fixture.askOther()
      fixture.wait(6)
      await fixture.reconcile()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, query 1, query 2, query 2, close 2',
        open: [1, 0],
        money: 'nothing is paid',
      },
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, query 1, query 1, close 1, query 2, close 2, query 3 ✗',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, query 1, query 2, query 3 ✗, query 1, close 1, query 2, close 2, query 3 ✗',
        open: [2, 0],
        money: 'nothing is paid',
      },
    },
  },
  {
    what: 'two servers with caches of their own; another device at the second; the first attempt is paid, reconciled at the first',
    async happens(fixture) {
      const first = await fixture.send()
      fixture.anotherDevice()
      await fixture.askOther()
      await fixture.pay(first)
      fixture.wait(6)
      await fixture.reconcile()
    },
    seen: {
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 1, query 1, query 2, close 2, query 3 ✗',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 1, query 2, close 2 ✗, query 3 ✗, query 1, query 2, close 2, query 3 ✗',
        open: [2, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: '36 prices use up the attempts; the 37th is `too-many-attempts`',
    async happens(fixture) {
      const { forgets } = fixture
      // Emptied before the last alone: what each finds without it is the row above.
      fixture.forgets = false
      await fixture.send()
      for (let n = 2; n <= OUT_TRADE_NOS.length; n += 1) {
        fixture.wait(5)
        fixture.row.total -= 1
        await fixture.send()
      }
      fixture.forgets = forgets
      fixture.wait(5)
      fixture.row.total -= 1
      await fixture.askRefused('too-many-attempts')
    },
    seen: { v3: usedUp(false), v2: usedUp(true) },
  },
]
