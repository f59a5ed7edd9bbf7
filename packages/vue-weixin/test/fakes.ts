import type { OrderState, Prepared, WxPayment } from 'weixin-contract'
import type { Answer, PayWay } from '../src/pay/pay-way.ts'
import type { PayTools } from '../src/pay/pay-order.ts'

export const wxPayment: WxPayment = {
  appId: 'wx0000000000000001',
  timeStamp: '1414561699',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx201410272009395522657a690389285100',
  signType: 'RSA',
  paySign: 'c2lnbmF0dXJl',
}

/** A payment sheet that a test closes. */
export interface Sheet extends PayWay {
  opened: Prepared[]
  close(answer: Answer): void
}

export function sheet(ready: PayWay['ready'] = async () => {}): Sheet {
  const opened: Prepared[] = []
  let close: (answer: Answer) => void = () => {
    throw new Error('no sheet is open')
  }
  return {
    via: 'jsapi',
    opened,
    ready,
    open: (prepared) =>
      new Promise((resolve) => {
        opened.push(prepared)
        close = resolve
      }),
    close: (answer) => close(answer),
  }
}

type Reply<T> = T | Error | 'never'

/** Our server: each list's replies in turn, the last one for ever. An Error rejects, `never` waits for the signal. */
export interface FakeServer {
  server: PayTools['server']
  prepares: Reply<Prepared>[]
  states: Reply<OrderState>[]
  /** Every call: `POST 7` or `GET 7`. */
  calls: string[]
}

export function fakeServer(): FakeServer {
  const fake: FakeServer = {
    prepares: [{ via: 'jsapi', params: wxPayment }],
    states: ['unpaid'],
    calls: [],
    server: {
      async prepare(orderId, via, signal) {
        fake.calls.push(`POST ${orderId} ${via}`)
        return reply(fake.prepares, signal)
      },
      async orderStatus(orderId, signal) {
        fake.calls.push(`GET ${orderId}`)
        return { orderId, state: await reply(fake.states, signal) }
      },
    },
  }
  return fake
}

async function reply<T>(list: Reply<T>[], signal: AbortSignal): Promise<T> {
  const next = list.length > 1 ? list.shift() : list[0]
  if (next === undefined) throw new Error('the test names no reply')
  if (next instanceof Error) throw next
  if (next !== 'never') return next as T
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')))
  })
}
