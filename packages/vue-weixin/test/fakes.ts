import type { OrderState, Payment, JsapiParams } from 'weixin-contract'
import type { PaymentMethod, SheetResult } from '../src/pay/payment-method.ts'

export const wxPayment: JsapiParams = {
  appId: 'wx0000000000000001',
  timeStamp: '1414561699',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx201410272009395522657a690389285100',
  signType: 'RSA',
  paySign: 'c2lnbmF0dXJl',
}

/** A payment sheet that a test closes. */
export interface Sheet extends PaymentMethod {
  opened: (Payment | null)[]
  close(answer: SheetResult): void
}

export function sheet(ready: PaymentMethod['ready'] = async () => {}): Sheet {
  const opened: (Payment | null)[] = []
  let close: (answer: SheetResult) => void = () => {
    throw new Error('no sheet is open')
  }
  return {
    tradeType: 'jsapi',
    surface: 'sheet',
    opened,
    ready,
    open: (payment) =>
      new Promise((resolve) => {
        opened.push(payment)
        close = resolve
      }),
    close: (answer) => close(answer),
  }
}

type Response<T> = T | Error | 'never'

/** Our server: each list's responses in turn, the last one for ever. An Error rejects, `never` waits for the signal. */
export interface FakeServer {
  createPayment(signal: AbortSignal): Promise<Payment>
  query(signal: AbortSignal): Promise<{ state: OrderState }>
  prepares: Response<Payment>[]
  states: Response<OrderState>[]
  /** Every call: `POST 7` or `GET 7`. */
  calls: string[]
}

export function fakeServer(): FakeServer {
  const fake: FakeServer = {
    prepares: [{ tradeType: 'jsapi', params: wxPayment }],
    states: ['unpaid'],
    calls: [],
    async createPayment(signal) {
      fake.calls.push('POST 7')
      return response(fake.prepares, signal)
    },
    async query(signal) {
      fake.calls.push('GET 7')
      return { state: await response(fake.states, signal) }
    },
  }
  return fake
}

async function response<T>(list: Response<T>[], signal: AbortSignal): Promise<T> {
  const next = list.length > 1 ? list.shift() : list[0]
  if (next === undefined) throw new Error('the test names no response')
  if (next instanceof Error) throw next
  if (next !== 'never') return next as T
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')))
  })
}
