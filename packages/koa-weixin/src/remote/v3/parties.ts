import type { ServiceProvider } from '../../service-provider.ts'
import type { Fields } from '../fields.ts'
import type { VerifiedTransaction } from '../gateway.ts'

/** Who takes the money: a merchant, or a service provider (服务商) for a sub-merchant. */
export interface Parties {
  /** The account whose users pay. */
  appId: string
  /** Whose keys sign. */
  mchId: string
  serviceProvider?: ServiceProvider | undefined
}

/** Source: WeChat Pay, 服务商 JSAPI下单 (4012738969) and its neighbours. */
export function transactionsPath({ serviceProvider }: Pick<Parties, 'serviceProvider'>): string {
  return serviceProvider ? '/v3/pay/partner/transactions' : '/v3/pay/transactions'
}

/** The ids of a service provider's order. */
export function partnerIds(
  { appId, mchId }: Parties,
  { subMchId, spAppId }: ServiceProvider,
): Record<string, string> {
  const accounts =
    spAppId === undefined ? { sp_appid: appId } : { sp_appid: spAppId, sub_appid: appId }
  return { ...accounts, sp_mchid: mchId, sub_mchid: subMchId }
}

/** The payer of a service provider's order: a user of the account that is ours. */
export function partnerPayer({ spAppId }: ServiceProvider, openid: string): Record<string, string> {
  return spAppId === undefined ? { sp_openid: openid } : { sub_openid: openid }
}

/** The ids of a verified transaction. Its shape says whether a service provider took it. */
export function readParties(
  fields: Fields,
  ours: ServiceProvider | undefined,
): Pick<VerifiedTransaction, 'appId' | 'mchId' | 'spAppId' | 'subMchId' | 'openid'> {
  const payer = fields.anyObject('payer')
  const spAppId = fields.optionalText('sp_appid')
  if (spAppId === null)
    return {
      appId: fields.text('appid'),
      mchId: fields.text('mchid'),
      openid: payer.anyText('openid'),
    }
  const mchId = fields.text('sp_mchid')
  const subMchId = fields.text('sub_mchid')
  if (ours?.spAppId === undefined)
    return { appId: spAppId, mchId, subMchId, openid: payer.anyText('sp_openid') }
  return {
    mchId,
    subMchId,
    spAppId,
    appId: fields.optionalText('sub_appid') ?? '',
    openid: payer.anyText('sub_openid'),
  }
}
