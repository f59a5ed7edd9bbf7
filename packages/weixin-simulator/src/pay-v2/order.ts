import { canonical } from '../pay/canonical.ts'
import { newPrepay, ORDER_LIFE, orderState, type Order } from '../state/orders.ts'
import { findUser } from '../state/users.ts'
import type { World } from '../world.ts'
import type { V2Call, V2Reply } from './call.ts'
import * as errors from './errors.ts'
import { readTime } from './time.ts'
import type { Fields } from './xml.ts'

/** All that a repeated order must have in common with the first; nonce and client address may differ. */
function comparable(fields: Fields): string {
  const { nonce_str, sign, spbill_create_ip, ...rest } = fields
  void [nonce_str, sign, spbill_create_ip]
  return canonical(rest)
}

const MINUTE = 60_000

/** POST /pay/unifiedorder */
export function order(world: World, { call, fields, signType }: V2Call): V2Reply {
  const { state, clock } = world
  const now = clock.now()
  const { openid = '', out_trade_no: outTradeNo = '', time_expire: timeExpire = '' } = fields
  call.demand('openid of this appid', !!findUser(state.users, openid), errors.otherOpenid)
  const isFree = !state.closedNumbers.includes(outTradeNo)
  call.demand('number not closed before it was ordered', isFree, errors.orderClosed)
  const payBefore = timeExpire === '' ? now + ORDER_LIFE : readTime(timeExpire)
  const isLater = payBefore >= now + MINUTE
  call.demand('time_expire at least a minute ahead', isLater, () =>
    errors.wrongParam('time_expire', 'at least one minute ahead'),
  )
  const prepay = newPrepay(now)
  const known = state.orders.find((one) => one.outTradeNo === outTradeNo)
  const asked = comparable(fields)
  if (known) {
    const stands = orderState(known, now)
    call.demand('not paid', stands === 'NOTPAY' || stands === 'CLOSED', errors.orderPaid)
    call.demand('not closed', stands !== 'CLOSED', errors.orderClosed)
    call.demand('same parameters as at first', known.asked === asked, errors.reentry)
    known.prepays.push(prepay)
  } else {
    const ordered: Order = {
      outTradeNo,
      asked,
      total: Number(fields['total_fee']),
      description: fields['body'] ?? '',
      attach: fields['attach'] || null,
      openid,
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
  return { trade_type: 'JSAPI', prepay_id: prepay.id }
}
