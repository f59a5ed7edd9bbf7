import { WeixinError } from '../errors/weixin-error.ts'
import type { VerifiedTransaction } from '../remote/gateway.ts'
import type { ServiceProvider } from '../service-provider.ts'

/** Whose payments this instance takes. */
export interface Ours {
  appId: string
  mchId: string
  serviceProvider: ServiceProvider | undefined
}

/** Throws `not-our-merchant` or `not-our-app` for a payment to somebody else. */
export function requireOurs(
  transaction: Pick<VerifiedTransaction, 'appId' | 'mchId' | 'subMchId' | 'spAppId'>,
  { appId, mchId, serviceProvider }: Ours,
): void {
  if (transaction.mchId !== mchId || transaction.subMchId !== serviceProvider?.subMchId)
    throw new WeixinError('not-our-merchant')
  if (transaction.appId !== appId || transaction.spAppId !== serviceProvider?.spAppId)
    throw new WeixinError('not-our-app')
}
