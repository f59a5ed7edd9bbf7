import { expect } from 'vitest'
import type { AppParams, ErrorResponse, Payment, TradeType } from 'weixin-contract'
import type { Shop } from './shop.ts'
import type { Answer } from './cookie-client.ts'

export const ALL: readonly TradeType[] = ['jsapi', 'h5', 'native', 'app']

export const payment = (answer: Answer): Payment => {
  expect(answer).toMatchObject({ status: 200 })
  return answer.body as Payment
}
export const codeOf = (answer: Answer): string => (answer.body as ErrorResponse).error.code

/** Pays as the payer does with what the page or app of this trade type received. */
export async function payBy({ simulator }: Shop, reply: Payment): Promise<void> {
  if ('settled' in reply) throw new Error('nothing left to pay')
  switch (reply.tradeType) {
    case 'jsapi':
      await simulator.pay(reply.params.package.slice('prepay_id='.length))
      return
    case 'h5':
      await simulator.pay(reply.url)
      return
    case 'native':
      await simulator.pay(reply.codeUrl)
      return
    case 'app':
      await payInApp(simulator.url, reply.params)
      return
  }
}

/** A mobile app fills in the fields of WeChat's SDK, which checks the signature. */
async function payInApp(simulator: string, given: AppParams): Promise<void> {
  const { appid, partnerid, prepayid, noncestr, timestamp, sign } = given
  const args = {
    appId: appid,
    partnerId: partnerid,
    prepayId: prepayid,
    packageValue: given.package,
    nonceStr: noncestr,
    timeStamp: timestamp,
    sign,
  }
  const reply = await fetch(`${simulator}/simulator/phone/app-payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ args }),
  })
  const { errCode, errStr } = (await reply.json()) as { errCode: number; errStr?: string }
  if (errCode !== 0) throw new Error(errStr)
}

/** The v3 calls about attempts, in short: `jsapi 1 200` placed the order of the first attempt. */
export function calls({ simulator }: Shop): string[] {
  return simulator.log().flatMap(({ call, request, response }) => {
    const order = /^POST \/v3\/pay\/transactions\/(\w+)$/.exec(call)?.[1]
    const body = request['body'] as { out_trade_no?: string } | undefined
    const outTradeNo = order ? body?.out_trade_no : /out-trade-no\/([^/]+)/.exec(call)?.[1]
    if (outTradeNo === undefined) return []
    const what = order ?? (call.endsWith('/close') ? 'close' : 'query')
    return [`${what} ${Number.parseInt(outTradeNo.slice(-1), 36) + 1} ${response.status}`]
  })
}
