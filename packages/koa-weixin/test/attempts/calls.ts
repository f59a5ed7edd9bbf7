import type { LogEntry, SimulatedOrder } from 'weixin-simulator'

/** A call in short, such as `order 1`; `✗` when WeChat refused it. Undefined: not about these orders. */
export function callOf(
  { call, request, response, reason }: LogEntry,
  orders: readonly SimulatedOrder[],
): string | undefined {
  const kind = kindOf(call)
  const called = kind && outTradeNoOf(call, request, orders)
  if (!called || !orders.some(({ outTradeNo }) => outTradeNo.slice(0, -1) === called.slice(0, -1)))
    return undefined
  const n = Number.parseInt(called.slice(-1), 36) + 1
  return `${kind} ${n}${reason !== null || response.status >= 400 ? ' ✗' : ''}`
}

const KINDS: [string, RegExp][] = [
  ['close', /^POST \/(v3\/.*\/close|pay\/closeorder)$/],
  ['query', /^(GET \/v3\/pay\/transactions\/out-trade-no\/|POST \/pay\/orderquery$)/],
  ['refund', /^POST \/(v3\/refund\/domestic\/refunds|secapi\/pay\/refund)$/],
  ['order', /^POST \/(v3\/pay\/transactions\/(jsapi|native)|pay\/unifiedorder)$/],
]

const kindOf = (call: string): string | undefined =>
  KINDS.find(([, pattern]) => pattern.test(call))?.[0]

function outTradeNoOf(
  call: string,
  request: LogEntry['request'],
  orders: readonly SimulatedOrder[],
): string | undefined {
  const inPath = /out-trade-no\/([^/]+)/.exec(call)?.[1]
  if (inPath !== undefined) return inPath
  const fields: { out_trade_no?: string; transaction_id?: string } = {
    ...request,
    ...(request['body'] as object | undefined),
  }
  const { out_trade_no: outTradeNo, transaction_id: transaction } = fields
  return outTradeNo ?? orders.find(({ transactionId }) => transactionId === transaction)?.outTradeNo
}
