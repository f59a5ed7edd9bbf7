import { type ShallowRef, shallowRef } from 'vue'
import { WeixinClientError } from '../weixin-client-error.ts'
import { payOrder, type PayDependencies } from './pay-order.ts'
import { type PayState, type PayStatus, isUnderWay, state } from './pay-state.ts'
import type { PaymentMethod } from './payment-method.ts'

/** The payment of one order, shared by every component that pays it. */
export interface Payment {
  readonly orderId: string
  readonly state: Readonly<ShallowRef<PayState>>
  /** Joins the payment that is under way, else begins one. Never rejects; resolves with its first final status. */
  pay(method: PaymentMethod): Promise<PayStatus>
  /** Until its returned function is called, one more component cares. When none does, the payment is left alone. */
  follow(): () => void
}

export interface Payments {
  of(orderId: string): Payment
}

type Tools = Pick<PayDependencies, 'server' | 'clock'>

/** All payments of the app: at most one for an order, and one sheet at a time. */
export function createPayments(tools: Tools): Payments {
  const payments = new Map<string, Payment>()
  const isBusy = (orderId: string): boolean =>
    [...payments.values()].some(
      (other) =>
        other.orderId !== orderId && ['ordering', 'paying'].includes(other.state.value.status),
    )
  return {
    of(orderId) {
      let payment = payments.get(orderId)
      if (!payment) {
        const forget = (): void => void payments.delete(orderId)
        payment = createPayment(orderId, { ...tools, forget, isBusy: () => isBusy(orderId) })
        payments.set(orderId, payment)
      }
      return payment
    },
  }
}

interface PaymentDependencies extends Tools {
  /** Whether another order holds the sheet. */
  isBusy: () => boolean
  /** Nobody follows this payment any more. */
  forget: () => void
}

function createPayment(
  orderId: string,
  { isBusy, forget, ...tools }: PaymentDependencies,
): Payment {
  const current = shallowRef<PayState>(state('idle'))
  let followers = 0
  let underWay: { settled: Promise<PayStatus>; leave: AbortController } | undefined

  function begin(method: PaymentMethod): Promise<PayStatus> {
    // What still asks quietly for an earlier try: the new one asks for itself.
    underWay?.leave.abort()
    const leave = new AbortController()
    const settled = new Promise<PayStatus>((resolve) => {
      leave.signal.addEventListener('abort', () => resolve(current.value.status))
      void run(method, leave.signal, resolve)
    })
    underWay = { settled, leave }
    // Before the generator's first turn: a second tap of the same moment has to find it.
    current.value = state('ordering')
    return settled
  }

  async function run(
    paymentMethod: PaymentMethod,
    signal: AbortSignal,
    settle: (status: PayStatus) => void,
  ) {
    for await (const next of payOrder(orderId, { ...tools, paymentMethod, signal })) {
      if (signal.aborted) return
      current.value = next
      if (['paid', 'unconfirmed', 'failed'].includes(next.status)) settle(next.status)
    }
    settle(current.value.status)
  }

  return {
    orderId,
    state: current,
    pay(method) {
      if (underWay && isUnderWay(current.value)) return underWay.settled
      if (isBusy()) {
        current.value = state('failed', new WeixinClientError('busy'))
        return Promise.resolve('failed')
      }
      return begin(method)
    },
    follow() {
      followers++
      return () => {
        followers--
        if (followers > 0) return
        // Before the sheet opened nothing can be paid any more; after that only the server knows.
        if (isUnderWay(current.value))
          current.value = state(current.value.status === 'ordering' ? 'cancelled' : 'unconfirmed')
        underWay?.leave.abort()
        forget()
      }
    },
  }
}
