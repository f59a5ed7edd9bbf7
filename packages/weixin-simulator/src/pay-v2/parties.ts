import { subOpenid, type Partner } from '../pay/parties.ts'
import type { Order } from '../state/orders.ts'
import { findUser, type User } from '../state/users.ts'
import type { Context } from '../context.ts'
import type { V2Call } from './call.ts'
import * as errors from './trade-type-errors.ts'
import { otherOpenid } from './errors.ts'
import type { Fields } from './xml.ts'

/** Whom a call is for: sub_mch_id makes it a service provider's. */
export function checkPartner(
  { subMerchants }: Context,
  { call, fields }: Pick<V2Call, 'call' | 'fields'>,
): Partner | null {
  const { sub_mch_id: subMchId = '', sub_appid: subAppId = '' } = fields
  if (subMchId === '') {
    call.require('sub_mch_id beside sub_appid', subAppId === '', errors.noSubMchId)
    return null
  }
  const sub = subMerchants.find((one) => one.mchId === subMchId)
  call.require('sub_mch_id is a sub-merchant', sub !== undefined, () =>
    errors.noSubMerchant(subMchId),
  )
  const isBound = subAppId === '' || subAppId === sub?.appId
  call.require('sub_appid bound to sub_mch_id', isBound, errors.otherSubAppId)
  return { subMchId, subAppId: subAppId || null }
}

/** Who a JSAPI order is for: openid, or a service provider's sub_openid. */
export function payerOf(world: Context, { call, fields, partner }: V2Call): User {
  const { users } = world.state
  const { openid = '', sub_openid: sub = '' } = fields
  const isOne = (openid === '') !== (sub === '')
  call.require('one of openid and sub_openid', isOne, () => errors.onePayer(openid !== ''))
  const subAppId = partner?.subAppId ?? null
  call.require('sub_appid beside sub_openid', sub === '' || subAppId !== null, errors.noSubAppId)
  const found =
    sub === ''
      ? findUser(users, openid)
      : users.find((one) => subOpenid(one.openid, subAppId ?? '') === sub)
  call.check('openid of this appid', found !== undefined)
  if (!found) throw otherOpenid()
  return found
}

/** Nobody hears of an order that was made for another sub-merchant. */
export const isOwn = (order: Order | undefined, partner: Partner | null): order is Order =>
  order !== undefined && order.partner?.subMchId === partner?.subMchId

/** The sub-merchant, in responses and notifications. */
export function partnerIds(partner: Partner | null | undefined): Fields {
  if (!partner) return {}
  const { subMchId, subAppId } = partner
  return { sub_mch_id: subMchId, ...(subAppId !== null && { sub_appid: subAppId }) }
}

/** The payer under each account. */
export function payerIds({ openid, partner }: Order): Fields {
  const subAppId = partner?.subAppId ?? null
  return {
    openid: openid ?? '',
    is_subscribe: 'N',
    ...(openid !== null &&
      subAppId !== null && { sub_openid: subOpenid(openid, subAppId), sub_is_subscribe: 'N' }),
  }
}
