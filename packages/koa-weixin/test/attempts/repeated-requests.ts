import type { Http } from '../../src/index.ts'
import { WeixinError } from '../../src/errors/weixin-error.ts'
import { signed, xml } from '../v2/as-weixin.ts'
import { TWO_HOURS, type Row } from './row.ts'
import type { Fixture } from './fixture.ts'

const A_WEEK = 7 * 24 * 60 + 1

/** WeChat takes the order, and its answer never arrives. */
const answerLost =
  (real: Http): Http =>
  async (request) => {
    await real(request)
    throw new WeixinError('weixin-unreachable')
  }

/** WeChat's 201 商户订单号重复, whatever was asked. */
const refused =
  ({ api, apiV2Key }: Fixture) =>
  (real: Http): Http =>
  async (request) => {
    const response = await real(request)
    const v3 = JSON.stringify({ code: 'OUT_TRADE_NO_USED', message: '商户订单号重复' })
    if (api === 'v3') return { ...response, status: 400, body: Buffer.from(v3) }
    const v2 = { return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'OUT_TRADE_NO_USED' }
    return { ...response, body: Buffer.from(xml(signed(v2, apiV2Key))) }
  }

/** The same order in the same words. */
export const repeatedRequests: readonly Row[] = [
  {
    what: 'ordered and paid',
    happens: (fixture) => fixture.send(),
    seen: {
      v3: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'asked again while the prepay_id lives',
    async happens(fixture) {
      await fixture.send()
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'cancelled, and paid an hour later',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(60)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'asked again after two hours, when the prepay_id has expired',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(TWO_HOURS)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'taken by WeChat, the answer lost; asked again',
    async happens(fixture) {
      fixture.disturb(answerLost)
      await fixture.askRefused('weixin-unreachable')
      fixture.disturb(null)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
      v2: {
        calls: 'order 1, order 1, paid 1',
        emptied: 'order 1, order 1, paid 1, query 2 ✗',
        open: [1, 0],
        money: '1 recorded',
      },
    },
  },
  {
    what: 'refused as a repeat (201) although the parameters are equal',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(TWO_HOURS)
      fixture.disturb(refused(fixture), 1)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1, query 1, close 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1, query 1, close 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'closed by WeChat after seven days, then asked again',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(A_WEEK)
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1 ✗, query 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'closed in the merchant platform; the page queries the order, then requests a payment',
    async happens(fixture) {
      await fixture.send()
      fixture.wait(5)
      await fixture.closeInConsole()
      await fixture.orderStatus()
      return fixture.send()
    },
    seen: {
      v3: {
        calls: 'order 1, query 1, query 2 ✗, order 1 ✗, query 1, order 2, paid 2',
        emptied: 'order 1, query 1, query 2 ✗, order 1 ✗, query 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, query 1, query 2 ✗, order 1 ✗, query 1, order 2, paid 2, query 1',
        emptied:
          'order 1, query 1, query 2 ✗, order 1 ✗, query 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
]
