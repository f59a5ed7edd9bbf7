import type { Row } from './row.ts'

/** The payer was faster than the news, or paid what was not wanted any more. The app gives back what is unexpected. */
export const paidMeanwhile: readonly Row[] = [
  {
    what: 'paid, the notification lost; the page queries the order',
    async happens(fixture) {
      await fixture.pay(await fixture.send(), 'lost')
      await fixture.orderStatus()
    },
    seen: {
      v3: { calls: 'order 1, paid 1, query 1', open: [1, 0], money: '1 recorded' },
      v2: {
        calls: 'order 1, paid 1, query 1',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'paid, the notification lost; the page requests a payment again, then queries the order',
    async happens(fixture) {
      await fixture.pay(await fixture.send(), 'lost')
      await fixture.send()
      await fixture.orderStatus()
    },
    seen: {
      v3: {
        calls: 'order 1, paid 1, query 1',
        emptied: 'order 1, paid 1, order 1 ✗, query 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, paid 1, query 1',
        emptied: 'order 1, paid 1, order 1 ✗, query 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'paid, the notification lost; asked at another price (`unexpected`: refund)',
    async happens(fixture) {
      await fixture.pay(await fixture.send(), 'lost')
      fixture.row.total = 2600
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, paid 1, order 1 ✗, query 1, refund 1, order 2, paid 2, refund 1',
        emptied:
          'order 1, paid 1, order 1 ✗, query 1, refund 1, order 2, paid 2, query 3 ✗, refund 1',
        open: [1, 0],
        money: '1 refunded, 2 recorded',
      },
      v2: {
        calls:
          'order 1, paid 1, order 1 ✗, query 1, refund 1, query 1, order 2, paid 2, query 1, refund 1',
        emptied:
          'order 1, paid 1, order 1 ✗, query 1, refund 1, query 1, order 2, paid 2, query 1, query 3 ✗, refund 1',
        open: [1, 0],
        money: '1 refunded, 2 recorded',
      },
    },
  },
  {
    what: 'paid at the old price (`unexpected`: refund), the notification twice more; asked anew',
    async happens(fixture) {
      const old = await fixture.send()
      fixture.row.total = 2600
      await fixture.pay(old)
      await fixture.repeatNotifications()
      await fixture.repeatNotifications()
      return fixture.send()
    },
    seen: {
      v3: {
        calls:
          'order 1, paid 1, refund 1, refund 1, refund 1, order 1 ✗, query 1, refund 1, order 2, paid 2, refund 1',
        emptied:
          'order 1, paid 1, refund 1, refund 1, refund 1, order 1 ✗, query 1, refund 1, order 2, paid 2, query 3 ✗, refund 1',
        open: [1, 0],
        money: '1 refunded, 2 recorded',
      },
      v2: {
        calls:
          'order 1, paid 1, refund 1, query 1, refund 1, refund 1, order 1 ✗, query 1, order 2, paid 2, query 1, refund 1',
        emptied:
          'order 1, paid 1, refund 1, query 1, refund 1, refund 1, order 1 ✗, query 1, order 2, paid 2, query 1, query 3 ✗, refund 1',
        open: [1, 0],
        money: '1 refunded, 2 recorded',
      },
    },
  },
  {
    what: 'paid at the counter, then here as well (`unexpected`: refund)',
    async happens(fixture) {
      const response = await fixture.send()
      fixture.row.transactionId = 'COUNTER-1'
      await fixture.pay(response)
    },
    seen: {
      v3: {
        calls: 'order 1, paid 1, refund 1, refund 1',
        open: [1, 0],
        money: '1 refunded',
      },
      v2: {
        calls: 'order 1, paid 1, refund 1, query 1, refund 1',
        open: [1, 0],
        money: '1 refunded',
      },
    },
  },
  {
    what: 'another price within five minutes, and both attempts paid (`unexpected`: refund)',
    async happens(fixture) {
      const old = await fixture.send()
      fixture.row.total = 2600
      await fixture.pay(await fixture.send())
      await fixture.pay(old)
    },
    // In v3 two are never open.
    seen: {
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗, paid 1, refund 1, query 1, refund 1',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗, query 3 ✗, paid 1, refund 1, query 1, refund 1',
        open: [2, 0],
        money: '1 refunded, 2 recorded',
      },
    },
  },
]
