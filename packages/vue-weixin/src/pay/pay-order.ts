import type { Prepared } from 'weixin-contract'
import { within } from '../browser/clock.ts'
import { isPassing } from '../server/read-reply.ts'
import type { Server } from '../server/server.ts'
import { WeixinClientError, asClientError } from '../weixin-client-error.ts'
import {
  type AskTools,
  type Asked,
  type Plan,
  afterCancel,
  afterFail,
  afterOk,
  ask,
  quietly,
  whilePaying,
} from './ask.ts'
import { type PayState, state } from './pay-state.ts'
import type { Answer, PayWay } from './pay-way.ts'

export interface PayTools extends AskTools {
  server: Pick<Server, 'prepare' | 'orderStatus'>
  way: PayWay
}

/**
 * A payment from the tap to its end, as the states it goes through. Knows neither Vue nor a browser.
 * It goes on after `unconfirmed`, until the answer is there or two hours are over, and after `cancelled` for one
 * question. After its signal aborted it opens nothing, and its states mean nothing.
 */
export async function* payOrder(orderId: string, tools: PayTools): AsyncGenerator<PayState, void> {
  yield state('ordering')
  let prepared: Prepared
  try {
    await tools.way.ready(tools.signal)
    prepared = await prepare(orderId, tools)
  } catch (thrown) {
    yield state('failed', asClientError(thrown))
    return
  }
  if (prepared.via === 'settled') {
    if (prepared.state === 'paid') yield state('paid')
    else if (prepared.state === 'closed')
      yield state('failed', new WeixinClientError('order-closed'))
    else yield* confirm(orderId, tools)
    return
  }

  yield state('paying')
  if (tools.signal.aborted) return
  const answer = open(tools.way, prepared)
  let heard = await firstOf(answer, orderId, whilePaying, tools)
  if (heard === 'nothing') {
    yield state('unconfirmed')
    heard = await firstOf(answer, orderId, quietly, tools)
  }
  if (heard === 'paid') yield state('paid')
  else if (heard !== 'nothing') yield* judge(heard, orderId, tools)
}

/** Safe to repeat: our server answers a repeated order with the same payment. */
async function prepare(orderId: string, tools: PayTools): Promise<Prepared> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tools.server.prepare(orderId, tools.way.via, tools.signal)
    } catch (thrown) {
      const error = asClientError(thrown)
      if (attempt === 3 || !isPassing(error)) throw error
      await tools.clock.wait(attempt * 1000, tools.signal)
      if (tools.signal.aborted) throw error
    }
  }
}

/** A sheet that could not be opened has failed, like one that says so. */
async function open(way: PayWay, prepared: Prepared): Promise<Answer> {
  try {
    return await way.open(prepared)
  } catch (thrown) {
    return { result: 'fail', error: asClientError(thrown) }
  }
}

/** The sheet's answer, or `paid` when our server knows it first; `nothing` when the plan's time is over. */
const firstOf = (
  answer: Promise<Answer>,
  orderId: string,
  plan: Plan,
  tools: PayTools,
): Promise<Answer | 'paid' | 'nothing'> =>
  within(tools.clock, plan.for, tools.signal, (signal) =>
    Promise.race([answer, ask(orderId, plan, { ...tools, signal }).then(paidOrNothing)]),
  )

const paidOrNothing = (asked: Asked): 'paid' | 'nothing' =>
  asked.state === 'paid' ? 'paid' : 'nothing'

/** No answer of the page is proof, so each of them is a reason to ask our server. */
async function* judge(
  answer: Answer,
  orderId: string,
  tools: PayTools,
): AsyncGenerator<PayState, void> {
  if (answer.result === 'ok') return yield* confirm(orderId, tools)
  if (answer.result === 'cancel') {
    yield state('cancelled')
    const asked = await ask(orderId, afterCancel, tools)
    if (asked.state === 'paid') yield state('paid')
    return
  }
  yield state('confirming')
  const asked = await ask(orderId, afterFail, tools)
  yield asked.state === 'paid' ? state('paid') : state('failed', answer.error)
}

async function* confirm(orderId: string, tools: PayTools): AsyncGenerator<PayState, void> {
  yield state('confirming')
  let asked = await ask(orderId, afterOk, tools)
  if (asked.state !== 'paid') {
    yield state('unconfirmed', asked.error)
    asked = await ask(orderId, quietly, tools)
  }
  if (asked.state === 'paid') yield state('paid')
}
