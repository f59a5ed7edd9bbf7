import type { WeixinOptions } from 'koa-weixin'
import type { Simulator } from 'weixin-simulator'
import type { Account } from './settings.ts'

/** What differs between real WeChat and the simulator. Everything else in the shop is the same code. */
type AccountOptions = Omit<WeixinOptions, 'orders'>

/** The options of createWeixin for a real account. */
export function realAccount(account: Account): AccountOptions {
  const { appId, appSecret, origin, encryptionKeys, tradeTypes } = account
  const { mchId, serialNo, privateKey, apiV3Key, apiV2Key, publicKeyId, publicKey } = account
  return {
    appId,
    appSecret,
    origin,
    encryptionKeys,
    tradeTypes,
    merchant: {
      mchId,
      serialNo,
      privateKey,
      apiV3Key,
      ...(apiV2Key !== null && { apiV2Key }),
      publicKeys: { [publicKeyId]: publicKey },
    },
  }
}

/** The same options for the simulator's account; `origin` is the address of the shop. */
export function simulatedAccount(
  simulator: Pick<Simulator, 'url' | 'credentials'>,
  origin: string,
  encryptionKeys: readonly string[],
): AccountOptions {
  const { url: endpoints, credentials } = simulator
  // The port of the origin may change at a restart, and attempt numbers must not depend on it.
  const environment = 'tea-shop'
  const tradeTypes = ['jsapi', 'h5', 'native'] as const
  return {
    ...realAccount({ ...credentials, origin, encryptionKeys, tradeTypes }),
    endpoints,
    environment,
  }
}
