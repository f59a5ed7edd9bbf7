import { createHash } from 'node:crypto'
import type { Call } from '../http/call.ts'
import type { Order, Partner } from '../state/orders.ts'
import { findUser, type User } from '../state/users.ts'
import type { SubMerchant } from '../types.ts'
import type { DomainContext } from './context.ts'
import { DomainRefusal, refuseFor } from './refusal.ts'

/** The same person under a sub-merchant's account has another openid. */
export const subOpenid = (openid: string, subAppId: string): string =>
  `o${createHash('sha256').update(`${openid} ${subAppId}`).digest('base64url').slice(0, 27)}`

/** The sub-merchant with this number; refuses a number that is not one of the service provider's. */
export function findSubMerchant(
  { subMerchants }: DomainContext,
  call: Call,
  subMchId: string,
): SubMerchant {
  const found = subMerchants.find((one) => one.mchId === subMchId)
  call.check('sub-merchant of the service provider', found !== undefined)
  if (!found) throw new DomainRefusal('sub-merchant-unknown', subMchId)
  return found
}

/** Whom an order of a service provider is for. */
export function partnerOf(call: Call, sub: SubMerchant, subAppId: string | null): Partner {
  const isBound = subAppId === null || subAppId === sub.appId
  call.require('sub_appid bound to the sub-merchant', isBound, refuseFor('sub-app-id-not-bound'))
  return { subMchId: sub.mchId, subAppId }
}

/** Who has to pay a JSAPI order: by the openid under our account, or under the sub-merchant's. */
export function findPayer(
  { state }: DomainContext,
  call: Call,
  payer: { openid: string } | { subOpenid: string; subAppId: string },
): User {
  const found =
    'openid' in payer
      ? findUser(state.users, payer.openid)
      : state.users.find((one) => subOpenid(one.openid, payer.subAppId) === payer.subOpenid)
  call.check('openid of this appid', found !== undefined)
  if (!found) throw new DomainRefusal('openid-unknown')
  return found
}

/** An order belongs to the merchant, or to the sub-merchant, that asks about it. */
export function checkOwner(call: Call, order: Order, subMchId: string | undefined): void {
  const isOwn = order.partner?.subMchId === subMchId
  call.require('order of this merchant', isOwn, refuseFor('other-merchants-order'))
}
