import { createHash } from 'node:crypto'
import type { Order } from '../state/orders.ts'
import { findUser, type User } from '../state/users.ts'
import type { SubMerchant } from '../types.ts'
import type { Context } from '../context.ts'
import type { PayCall } from './call.ts'
import * as errors from './errors.ts'
import * as wayErrors from './trade-type-errors.ts'

/** Whom an order of a service provider (服务商) is for. */
export interface Partner {
  subMchId: string
  subAppId: string | null
}

/** The same person under a sub-merchant's account has another openid. */
export const subOpenid = (openid: string, subAppId: string): string =>
  `o${createHash('sha256').update(`${openid} ${subAppId}`).digest('base64url').slice(0, 27)}`

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** The ids of a direct order: the merchant's and its account's. */
export function checkDirect(world: Context, { call, body, mchid }: PayCall): void {
  call.require('mchid of body and Authorization', body['mchid'] === mchid, errors.otherMerchant)
  const isBound = body['appid'] === world.state.account.credentials.appId
  call.require('appid bound to mchid', isBound, errors.appIdNotBound)
}

/** The ids of a service provider's order. */
export function checkPartner(world: Context, pay: PayCall): Partner {
  const { call, body } = pay
  const sub = checkMerchants(world, pay, text(body['sp_mchid']), text(body['sub_mchid']))
  const isBound = body['sp_appid'] === world.state.account.credentials.appId
  call.require('sp_appid bound to sp_mchid', isBound, errors.appIdNotBound)
  const subAppId = text(body['sub_appid']) ?? null
  const isSubBound = subAppId === null || subAppId === sub.appId
  call.require('sub_appid bound to sub_mchid', isSubBound, errors.appIdNotBound)
  return { subMchId: sub.mchId, subAppId }
}

/** sp_mchid is the one that signed, sub_mchid one of its sub-merchants. */
export function checkMerchants(
  { subMerchants }: Context,
  { call, mchid }: PayCall,
  spMchId: string | undefined,
  subMchId = '',
): SubMerchant {
  call.require('sp_mchid of request and Authorization', spMchId === mchid, errors.otherMerchant)
  const found = subMerchants.find((one) => one.mchId === subMchId)
  call.check('sub_mchid is a sub-merchant', found !== undefined)
  if (!found) throw wayErrors.noSubMerchant(subMchId)
  return found
}

/** Who a JSAPI order is for, by `payer`. */
export function payerOf(
  world: Context,
  { call }: PayCall,
  payer: Record<string, unknown>,
  partner: Partner | null,
): User {
  const { users } = world.state
  const { openid, sp_openid: sp, sub_openid: sub } = payer
  if (partner) {
    const isOne = (sp === undefined) !== (sub === undefined)
    const isKnown = sub === undefined || partner.subAppId !== null
    call.require('one of sp_openid and sub_openid', isOne && isKnown, wayErrors.onePayer)
  }
  const found =
    sub === undefined
      ? findUser(users, text(partner ? sp : openid))
      : users.find((one) => subOpenid(one.openid, partner?.subAppId ?? '') === sub)
  call.check('openid of this appid', found !== undefined)
  if (!found) throw errors.otherOpenid()
  return found
}

/** An order belongs to the merchant, or the sub-merchant, that asks about it. */
export function checkOwner({ call }: PayCall, order: Order, subMchId: string | undefined): void {
  const isOwn = order.partner?.subMchId === subMchId
  call.require('order of this merchant', isOwn, wayErrors.otherMerchantsOrder)
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
