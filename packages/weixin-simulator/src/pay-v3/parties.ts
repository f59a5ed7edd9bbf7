import { textOf } from '../http/body.ts'
import { findPayer, findSubMerchant, partnerOf, subOpenid } from '../domain/parties.ts'
import type { Order, Partner } from '../state/orders.ts'
import type { User } from '../state/users.ts'
import type { Context } from '../context.ts'
import type { PayCall } from './call.ts'
import * as errors from './errors.ts'

/** The ids of a direct order: the merchant's and its account's. */
export function checkDirect(context: Context, { call, body, mchid }: PayCall): void {
  call.require('mchid of body and Authorization', body['mchid'] === mchid, errors.otherMerchant)
  const isBound = body['appid'] === context.state.account.credentials.appId
  call.require('appid bound to mchid', isBound, errors.appIdNotBound)
}

/** The ids of a service provider's order. */
export function checkPartner(context: Context, pay: PayCall): Partner {
  const { call, body } = pay
  const subMchId = checkMerchants(context, pay, textOf(body['sp_mchid']), textOf(body['sub_mchid']))
  const isBound = body['sp_appid'] === context.state.account.credentials.appId
  call.require('sp_appid bound to sp_mchid', isBound, errors.appIdNotBound)
  const sub = findSubMerchant(context, call, subMchId)
  return partnerOf(call, sub, textOf(body['sub_appid']) ?? null)
}

/** sp_mchid is the one that signed, sub_mchid one of its sub-merchants. Gives the sub-merchant's number. */
export function checkMerchants(
  context: Context,
  { call, mchid }: PayCall,
  spMchId: string | undefined,
  subMchId = '',
): string {
  call.require('sp_mchid of request and Authorization', spMchId === mchid, errors.otherMerchant)
  return findSubMerchant(context, call, subMchId).mchId
}

/** Who a JSAPI order is for, by `payer`. */
export function payerOf(
  context: Context,
  { call }: PayCall,
  payer: Record<string, unknown>,
  partner: Partner | null,
): User {
  const { openid, sp_openid: sp, sub_openid: sub } = payer
  if (!partner) return findPayer(context, call, { openid: textOf(openid) ?? '' })
  const isOne = (sp === undefined) !== (sub === undefined)
  const isKnown = sub === undefined || partner.subAppId !== null
  call.require('one of sp_openid and sub_openid', isOne && isKnown, errors.onePayer)
  return sub === undefined
    ? findPayer(context, call, { openid: textOf(sp) ?? '' })
    : findPayer(context, call, {
        subOpenid: textOf(sub) ?? '',
        subAppId: partner.subAppId ?? '',
      })
}

/** The ids by which a transaction names its merchant and account. */
export function partyIds({ state }: Context, { partner }: Order): Record<string, unknown> {
  const { appId, mchId } = state.account.credentials
  if (!partner) return { appid: appId, mchid: mchId }
  return {
    sp_appid: appId,
    sp_mchid: mchId,
    ...(partner.subAppId !== null && { sub_appid: partner.subAppId }),
    sub_mchid: partner.subMchId,
  }
}

/** The payer of a transaction, under each account. */
export function payerIds({ partner, openid }: Order): Record<string, unknown> {
  if (openid === null) return {}
  if (!partner) return { openid }
  const { subAppId } = partner
  return {
    sp_openid: openid,
    ...(subAppId !== null && { sub_openid: subOpenid(openid, subAppId) }),
  }
}
