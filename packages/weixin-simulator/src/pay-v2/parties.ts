import { findPayer, findSubMerchant, partnerOf, subOpenid } from '../domain/parties.ts'
import type { Order, Partner } from '../state/orders.ts'
import type { User } from '../state/users.ts'
import type { Context } from '../context.ts'
import type { V2Call } from './call.ts'
import * as errors from './party-errors.ts'
import type { Fields } from './xml.ts'

/** Whom a call is for: sub_mch_id makes it a service provider's. */
export function checkPartner(
  context: Context,
  { call, fields }: Pick<V2Call, 'call' | 'fields'>,
): Partner | null {
  const { sub_mch_id: subMchId = '', sub_appid: subAppId = '' } = fields
  if (subMchId === '') {
    call.require('sub_mch_id beside sub_appid', subAppId === '', errors.noSubMchId)
    return null
  }
  return partnerOf(call, findSubMerchant(context, call, subMchId), subAppId || null)
}

/** Who a JSAPI order is for: openid, or a service provider's sub_openid. */
export function payerOf(context: Context, { call, fields, partner }: V2Call): User {
  const { openid = '', sub_openid: sub = '' } = fields
  const isOne = (openid === '') !== (sub === '')
  call.require('one of openid and sub_openid', isOne, () => errors.onePayer(openid !== ''))
  if (sub === '') return findPayer(context, call, { openid })
  const subAppId = partner?.subAppId ?? null
  call.require('sub_appid beside sub_openid', subAppId !== null, errors.noSubAppId)
  return findPayer(context, call, { subOpenid: sub, subAppId: subAppId ?? '' })
}

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
