import { isObject } from '../../../src/http/body.ts'
import type { LogEntry, SimulatedOrder } from '../api.ts'
import type { Words } from '../words.ts'
import { findFault } from '../controls/faults.ts'
import { requestOf } from './request-of.ts'
import { SENTENCES, type Facts, type Party } from './sentences.ts'
import type { Stage } from './stages.ts'
import { weixinAnswer } from './weixin-answer.ts'

export interface Description {
  from: Party
  to: Party
  stage: Stage
  sentence: Words
  /** The call as an engineer reads it. */
  call: Words
  /** Colour and text of the outcome. */
  outcome: { kind: 'good' | 'bad' | 'wait'; text: Words }
  /** out_trade_no; '' when the call names none. */
  order: string
  /** A notification that the app has to refuse: it says nothing about the order. */
  isForged: boolean
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The fields of a request, wherever the log has them: in its body, in its query or at its top. */
function fields(entry: LogEntry): Record<string, unknown> {
  const request = requestOf(entry)
  const { body, query, args } = request
  return {
    ...request,
    ...(isObject(query) && query),
    ...(isObject(args) && args),
    ...(isObject(body) && body),
  }
}

/** Finds which order a call is about: by its own number, its prepay_id or its transaction. */
export function orderOf(entry: LogEntry, orders: readonly SimulatedOrder[]): string {
  const given = fields(entry)
  const own = entry.outTradeNo ?? text(given['out_trade_no'])
  if (own !== '') return own
  const inPath = /out-trade-no\/([^/?]+)/.exec(entry.call)?.[1]
  if (inPath !== undefined) return decodeURIComponent(inPath)
  const prepayId =
    /phone\/payments\/([^/?]+)/.exec(entry.call)?.[1] ??
    (text(given['package']).replace(/^prepay_id=/, '') || text(given['prepay_id']))
  const about = text(given['about']) || text(given['transaction_id'])
  const found = orders.find(
    (order) =>
      (prepayId !== '' && order.prepayId === prepayId) ||
      (about !== '' && (order.transactionId === about || order.outTradeNo === about)),
  )
  return found?.outTradeNo ?? ''
}

function totalOf(entry: LogEntry, order: SimulatedOrder | undefined): number | null {
  const { amount, total_fee: fee } = fields(entry)
  if (isObject(amount) && typeof amount['total'] === 'number') return amount['total']
  if (Number(fee) > 0) return Number(fee)
  return order?.total ?? null
}

/** The app has to refuse what is forged. */
function forgedOutcome({ checks, response: { status } }: LogEntry): Description['outcome'] {
  if (status === 0)
    return { kind: 'bad', text: { en: '✗ your app did not answer', zh: '✗ 应用没有应答' } }
  return checks.every(({ ok }) => ok)
    ? {
        kind: 'good',
        text: { en: `✓ your app refused it: ${status}`, zh: `✓ 应用已拒绝：${status}` },
      }
    : {
        kind: 'bad',
        text: { en: `✗ your app accepted it: ${status}`, zh: `✗ 应用接受了它：${status}` },
      }
}

/** A notification counts as accepted when the app answered 200 or 204; anything else is delivered again. */
function outcome(entry: LogEntry, isNotification: boolean): Description['outcome'] {
  const { status, code } = entry.response
  const isRefused = entry.checks.some(({ ok }) => !ok) || entry.reason !== null || status >= 400
  if (isNotification && code === 'LOST')
    return { kind: 'bad', text: { en: '✗ lost on the way', zh: '✗ 途中丢失' } }
  if (isNotification && status === 0)
    return { kind: 'bad', text: { en: '✗ your app did not answer', zh: '✗ 应用没有应答' } }
  if (isNotification && isRefused)
    return {
      kind: 'bad',
      text: { en: `✗ your app answered ${status}`, zh: `✗ 应用返回 ${status}` },
    }
  // The phone's own answers are always HTTP 200, so their status means nothing.
  if (!isRefused && (entry.kind === 'page' || entry.kind === 'control'))
    return { kind: 'good', text: { en: '✓ done', zh: '✓ 完成' } }
  if (!isRefused) return { kind: 'good', text: { en: `✓ ${status}`, zh: `✓ ${status}` } }
  const shown =
    entry.kind === 'page'
      ? weixinAnswer(entry).text.replace(/^get_brand_wcpay_request:/, '')
      : [status >= 400 ? status : '', code ?? ''].filter((part) => part !== '').join(' ')
  return {
    kind: 'bad',
    text: { en: `✗ ${shown || 'refused'}`, zh: `✗ ${shown || '被拒绝'}` },
  }
}

/** A notification names the transaction of a payment, or the refund. */
const isRefund = ({ request }: LogEntry, order: SimulatedOrder | undefined): boolean =>
  Boolean(order?.transactionId) && order?.transactionId !== request['about']

const same = (text: string): Words => ({ en: text, zh: text })

const IN_THE_SHEET: Words = { en: 'in the payment sheet', zh: '在收银台中' }

/** Paths of the phone's own, by the name that the page uses for the call. */
const BRIDGE_CALLS: readonly [RegExp, Words][] = [
  [/phone\/config/, same('wx.config → WeixinJSBridge.invoke("preVerifyJSAPI")')],
  [/phone\/payments$/, same('WeixinJSBridge.invoke("getBrandWCPayRequest")')],
  [/phone\/payments\/[^/]+(\/cancel)?$|^POST .*phone\/(h5|native)$/, IN_THE_SHEET],
]

/** Turns one entry of the log into what the timeline shows. */
export function describe(entry: LogEntry, orders: readonly SimulatedOrder[]): Description {
  const path = entry.call.split('?')[0] ?? ''
  const isNotification = entry.call.startsWith('notification ')
  const order = orderOf(entry, orders)
  const known = orders.find((one) => one.outTradeNo === order)
  const isForged = isNotification && entry.request['forgery'] !== undefined
  const result = isForged ? forgedOutcome(entry) : outcome(entry, isNotification)
  const facts: Facts = {
    order,
    total: totalOf(entry, known),
    isRefused: result.kind === 'bad',
    command: text(entry.request['name']) || text(entry.request['command']) || 'WeChat',
    isRefund: isNotification && isRefund(entry, known),
    forgery: isForged ? String(entry.request['forgery']) : '',
    step: text(entry.request['step']),
    isAllowed: entry.request['answer'] === 'allow',
    tradeState: isObject(entry.response.body) ? text(entry.response.body['trade_state']) : '',
    isKeyTest: entry.request['about'] === 'SECURITY_ECHO.SUCCESS',
    attempt: Number(entry.request['attempt'] ?? 1),
    fault: findFault(entry.call.replace(/^fault /, '')) ?? null,
    seconds: Number(entry.request['advance'] ?? 0),
  }
  const sentence = SENTENCES.find(({ pattern }) => pattern.test(path))!
  return {
    from: sentence.from,
    to: sentence.to,
    stage: sentence.stage,
    sentence: sentence.words(facts),
    call:
      BRIDGE_CALLS.find(([pattern]) => pattern.test(path))?.[1] ??
      same(entry.call.replace(/^notification /, '')),
    outcome: result,
    order,
    isForged,
  }
}

// An entry never changes, but the order that it belongs to may become known later.
const described = new WeakMap<LogEntry, { orders: number; description: Description }>()

/** The same, remembered: the list, the story of the order and the steps to come all look at each entry again and again. */
export function describedOnce(entry: LogEntry, orders: readonly SimulatedOrder[]): Description {
  const known = described.get(entry)
  if (known && (known.description.order !== '' || known.orders === orders.length))
    return known.description
  const description = describe(entry, orders)
  described.set(entry, { orders: orders.length, description })
  return description
}
