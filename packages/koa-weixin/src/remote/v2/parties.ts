import { WeixinError } from '../../errors/weixin-error.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import type { VerifiedTransaction } from '../gateway.ts'
import type { TextFields } from './fields.ts'

/** Who takes the money: a merchant, or a service provider (服务商) for a sub-merchant. */
export interface Parties {
  /** The account whose users pay. */
  appId: string
  /** Whose key signs. */
  mchId: string
  serviceProvider: ServiceProvider | undefined
}

/** The ids of every call. Source: WeChat Pay v2, 服务商 统一下单 (4011983228). */
export function partyIds({ appId, mchId, serviceProvider }: Parties): Record<string, string> {
  if (!serviceProvider) return { appid: appId, mch_id: mchId }
  const { subMchId, spAppId } = serviceProvider
  const accounts = spAppId === undefined ? { appid: appId } : { appid: spAppId, sub_appid: appId }
  return { ...accounts, mch_id: mchId, sub_mch_id: subMchId }
}

/** The payer of a JSAPI order: a user of the account that is ours. */
export function payerId(
  { serviceProvider }: Pick<Parties, 'serviceProvider'>,
  openid: string,
): Record<string, string> {
  return serviceProvider?.spAppId === undefined ? { openid } : { sub_openid: openid }
}

/** A response that names another merchant or account answers another request: `response-mismatch`. */
export function requireSameParties(fields: TextFields, parties: Parties): void {
  const ours = partyIds(parties)
  for (const name of ['mch_id', 'appid', 'sub_mch_id', 'sub_appid']) {
    const named = fields.optionalText(name)
    // WeChat may name the sub-merchant's account of its own accord.
    if (named === null || (name === 'sub_appid' && ours[name] === undefined)) continue
    if (named !== ours[name]) throw new WeixinError('response-mismatch', { detail: name })
  }
}

/** The ids of a verified transaction. Its shape says whether a service provider took it. */
export function readParties(
  fields: TextFields,
  ours: ServiceProvider | undefined,
): Pick<VerifiedTransaction, 'appId' | 'mchId' | 'spAppId' | 'subMchId' | 'openid'> {
  const appId = fields.text('appid')
  const mchId = fields.text('mch_id')
  const openid = fields.optionalText('openid')
  const subMchId = fields.optionalText('sub_mch_id')
  if (subMchId === null) return { appId, mchId, openid }
  if (ours?.spAppId === undefined) return { appId, mchId, subMchId, openid }
  return {
    mchId,
    subMchId,
    spAppId: appId,
    appId: fields.optionalText('sub_appid') ?? '',
    openid: fields.optionalText('sub_openid'),
  }
}
