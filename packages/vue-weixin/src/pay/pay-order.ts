import type { Payment } from 'weixin-contract'
import { within } from '../browser/clock.ts'
import { isPassing } from '../api/read-response.ts'
import type { Api } from '../api/api.ts'
import { WeixinClientError, asClientError } from '../weixin-client-error.ts'
import {
  type PollDependencies,
  type PolledStatus,
  type PollSchedule,
  afterCancel,
  afterFail,
  afterOk,
  pollStatus,
  inBackground,
  whilePaying,
} from './poll-status.ts'
import { type PayState, state } from './pay-state.ts'
import type { SheetResult, PaymentMethod } from './payment-method.ts'

export interface PayDependencies extends PollDependencies {
  server: Pick<Api, 'createPayment' | 'orderStatus'>
  paymentMethod: PaymentMethod
}

/**
 * A payment from the tap to its end, as the states it goes through. Knows neither Vue nor a browser.
 * It goes on after `unconfirmed`, until the answer is there or two hours are over, and after `cancelled` for one
 * question. After its signal aborted it opens nothing, and its states mean nothing.
 */
export async function* payOrder(
  orderId: string,
  tools: PayDependencies,
): AsyncGenerator<PayState, void> {
  yield state('ordering')
  let prepared: Payment
  try {
    await tools.paymentMethod.ready(tools.signal)
    prepared = await prepare(orderId, tools)
  } catch (thrown) {
    yield state('failed', asClientError(thrown))
    return
  }
  if ('settled' in prepared) {
    if (prepared.settled === 'paid') yield state('paid')
    else if (prepared.settled === 'closed')
      yield state('failed', new WeixinClientError('order-closed'))
    else yield* confirm(orderId, tools)
    return
  }

  yield state('paying')
  if (tools.signal.aborted) return
  const answer = open(tools.paymentMethod, prepared)
  let heard = await firstOf(answer, orderId, whilePaying, tools)
  if (heard === 'nothing') {
    yield state('unconfirmed')
    heard = await firstOf(answer, orderId, inBackground, tools)
  }
  if (heard === 'paid') yield state('paid')
  else if (heard !== 'nothing') yield* afterSheet(heard, orderId, tools)
}

/** Safe to repeat: our server answers a repeated order with the same payment. */
async function prepare(orderId: string, tools: PayDependencies): Promise<Payment> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tools.server.createPayment(orderId, tools.paymentMethod.tradeType, tools.signal)
    } catch (thrown) {
      const error = asClientError(thrown)
      if (attempt === 3 || !isPassing(error)) throw error
      await tools.clock.wait(attempt * 1000, tools.signal)
      if (tools.signal.aborted) throw error
    }
  }
}

/** A sheet that could not be opened has failed, like one that says so. */
async function open(method: PaymentMethod, prepared: Payment): Promise<SheetResult> {
  try {
    return await method.open(prepared)
  } catch (thrown) {
    return { result: 'fail', error: asClientError(thrown) }
  }
}

/** The sheet's answer, or `paid` when our server knows it first; `nothing` when the plan's time is over. */
const firstOf = (
  answer: Promise<SheetResult>,
  orderId: string,
  plan: PollSchedule,
  tools: PayDependencies,
): Promise<SheetResult | 'paid' | 'nothing'> =>
  within(tools.clock, plan.for, tools.signal, (signal) =>
    Promise.race([answer, pollStatus(orderId, plan, { ...tools, signal }).then(paidOrNothing)]),
  )

const paidOrNothing = (asked: PolledStatus): 'paid' | 'nothing' =>
  asked.state === 'paid' ? 'paid' : 'nothing'

/** No answer of the page is proof, so each of them is a reason to ask our server. */
async function* afterSheet(
  answer: SheetResult,
  orderId: string,
  tools: PayDependencies,
): AsyncGenerator<PayState, void> {
  if (answer.result === 'ok') return yield* confirm(orderId, tools)
  if (answer.result === 'cancel') {
    yield state('cancelled')
    const asked = await pollStatus(orderId, afterCancel, tools)
    if (asked.state === 'paid') yield state('paid')
    return
  }
  yield state('confirming')
  const asked = await pollStatus(orderId, afterFail, tools)
  yield asked.state === 'paid' ? state('paid') : state('failed', answer.error)
}

async function* confirm(orderId: string, tools: PayDependencies): AsyncGenerator<PayState, void> {
  yield state('confirming')
  let asked = await pollStatus(orderId, afterOk, tools)
  if (asked.state !== 'paid') {
    yield state('unconfirmed', asked.error)
    asked = await pollStatus(orderId, inBackground, tools)
  }
  if (asked.state === 'paid') yield state('paid')
}
