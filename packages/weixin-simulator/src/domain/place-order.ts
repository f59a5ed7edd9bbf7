import type { Call } from '../http/call.ts'
import { newPrepay, orderState, type Order, type Prepay } from '../state/orders.ts'
import { canonical } from './canonical.ts'
import type { DomainContext } from './context.ts'
import { refuseFor } from './refusal.ts'

/** What a merchant asks for, whatever the dialect. */
export interface OrderRequest extends Pick<
  Order,
  | 'outTradeNo'
  | 'total'
  | 'description'
  | 'attach'
  | 'openid'
  | 'tradeType'
  | 'notifyUrl'
  | 'payBefore'
> {
  partner: Order['partner'] | null
  payerIp: string | null
  v2: Order['v2'] | null
  /** All parameters that a repeated request must have in common with the first. */
  parameters: unknown
}

/** Places an order, or gives a new prepay_id for one that is placed again with equal parameters. */
export function placeOrder(context: DomainContext, call: Call, request: OrderRequest): Prepay {
  const { state, clock, random } = context
  const { outTradeNo, tradeType } = request
  call.outTradeNo = outTradeNo
  const isFree = state.closedNumbers.get(outTradeNo) === undefined
  call.require('number not closed before it was ordered', isFree, refuseFor('number-closed-before'))
  const now = clock.now()
  const prepay = newPrepay(random, now, tradeType)
  const text = canonical(request.parameters)
  const known = state.orders.byOutTradeNo(outTradeNo)
  if (known) {
    placeAgain(context, call, { known, tradeType, text })
    known.prepays.push(prepay)
    // H5: the address is no part of what must be the same: the one given last counts.
    if (request.payerIp !== null) known.payerIp = request.payerIp
    state.orders.changed(known)
    return prepay
  }
  const { parameters, partner, payerIp, v2, ...given } = request
  void parameters
  state.orders.add({
    ...given,
    request: text,
    ...(partner && { partner }),
    ...(payerIp !== null && { payerIp }),
    ...(v2 && { v2 }),
    createdAt: now,
    prepays: [prepay],
    state: 'NOTPAY',
    transactionId: null,
    paidAt: null,
    bankType: null,
  })
  return prepay
}

/** The same number again: state first, then the trade type and every parameter must equal the first request's. */
function placeAgain(
  { clock }: DomainContext,
  call: Call,
  again: { known: Order; tradeType: Order['tradeType']; text: string },
): void {
  const { known, tradeType, text } = again
  const state = orderState(known, clock.now())
  call.require('not paid', state === 'NOTPAY' || state === 'CLOSED', refuseFor('order-paid'))
  call.require('not closed', state !== 'CLOSED', refuseFor('order-closed'))
  const first = known.tradeType
  call.require(
    'same trade type as at first',
    first === tradeType,
    refuseFor('other-trade-type', first),
  )
  call.require('same parameters as at first', known.request === text, refuseFor('number-reused'))
}
