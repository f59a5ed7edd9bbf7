import { canonical } from '../pay/canonical.ts'
import { newPrepay, ORDER_LIFE, orderState, tradeTypeOf, type Order } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { payerOf } from './parties.ts'
import { readTime } from './time.ts'
import { otherWay } from './trade-type-errors.ts'
import { wayOf } from './trade-types.ts'
import type { Fields } from './xml.ts'

/** All that a repeated order must have in common with the first; nonce and client address may differ. */
function comparable(fields: Fields): string {
  const { nonce_str, sign, spbill_create_ip, ...rest } = fields
  void [nonce_str, sign, spbill_create_ip]
  return canonical(rest)
}

const MINUTE = 60_000

/** POST /pay/unifiedorder */
export function order(world: Context, asking: V2Call): V2Reply {
  const { call, fields, signType, partner } = asking
  const { state, clock } = world
  const now = clock.now()
  const { out_trade_no: outTradeNo = '', time_expire: timeExpire = '' } = fields
  const way = wayOf(fields)
  const { tradeType } = way
  const payer = tradeType === 'JSAPI' ? payerOf(world, asking) : null
  const payerIp = fields['spbill_create_ip'] ?? ''
  const isFree = !state.closedNumbers.includes(outTradeNo)
  call.require('number not closed before it was ordered', isFree, errors.orderClosed)
  const payBefore = timeExpire === '' ? now + ORDER_LIFE : readTime(timeExpire)
  const isLater = payBefore >= now + MINUTE
  call.require('time_expire at least a minute ahead', isLater, () =>
    errors.wrongParam('time_expire', 'at least one minute ahead'),
  )
  const prepay = newPrepay(now, tradeType)
  const known = state.orders.find((one) => one.outTradeNo === outTradeNo)
  const asked = comparable(fields)
  if (known) {
    const stands = orderState(known, now)
    call.require('not paid', stands === 'NOTPAY' || stands === 'CLOSED', errors.orderPaid)
    call.require('not closed', stands !== 'CLOSED', errors.orderClosed)
    const first = tradeTypeOf(known)
    call.require('same way to pay as at first', first === tradeType, () => otherWay(first))
    call.require('same parameters as at first', known.asked === asked, errors.reentry)
    known.prepays.push(prepay)
    // The address is no part of what must be the same: the one given last counts.
    known.payerIp = payerIp
  } else {
    const ordered: Order = {
      outTradeNo,
      asked,
      total: Number(fields['total_fee']),
      description: fields['body'] ?? '',
      attach: fields['attach'] || null,
      openid: payer?.openid ?? null,
      tradeType,
      ...(partner && { partner }),
      payerIp,
      notifyUrl: fields['notify_url'] ?? '',
      createdAt: now,
      payBefore,
      prepays: [prepay],
      state: 'NOTPAY',
      transactionId: null,
      paidAt: null,
      bankType: null,
      v2: { signType },
    }
    state.orders.push(ordered)
  }
  return { trade_type: tradeType, prepay_id: prepay.id, ...way.opened(world, prepay) }
}
