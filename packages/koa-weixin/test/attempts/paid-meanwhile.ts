import type { Row } from './row.ts'

/** The payer was faster than the news, or paid what was not wanted any more. The app gives back what is unexpected. */
export const paidMeanwhile: readonly Row[] = [
  {
    what: 'paid, the notification lost; the page asks how it stands',
    async happens(scene) {
      await scene.pay(await scene.ask(), 'lost')
      await scene.confirm()
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
    what: 'paid, the notification lost; asked to pay again, then how it stands',
    async happens(scene) {
      await scene.pay(await scene.ask(), 'lost')
      await scene.ask()
      await scene.confirm()
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
    async happens(scene) {
      await scene.pay(await scene.ask(), 'lost')
      scene.row.total = 2600
      return scene.ask()
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
    async happens(scene) {
      const old = await scene.ask()
      scene.row.total = 2600
      await scene.pay(old)
      await scene.repeatNotifications()
      await scene.repeatNotifications()
      return scene.ask()
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
    async happens(scene) {
      const response = await scene.ask()
      scene.row.transactionId = 'COUNTER-1'
      await scene.pay(response)
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
    what: 'another price within five minutes, and both numbers paid (`unexpected`: refund)',
    async happens(scene) {
      const old = await scene.ask()
      scene.row.total = 2600
      await scene.pay(await scene.ask())
      await scene.pay(old)
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
