import type { WeixinOptions } from 'koa-weixin'
import type { Simulator } from 'weixin-simulator'
import type { Account } from './settings.ts'

/** What differs between real WeChat and the simulator; everything else in the shop is the same code. */
type Identity = Omit<WeixinOptions, 'orders'>

export function realAccount(account: Account): Identity {
  const { appId, appSecret, origin, secret: encryptionKeys } = account
  const { mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = account
  return {
    appId,
    appSecret,
    origin,
    encryptionKeys,
    merchant: {
      mchId,
      serialNo,
      privateKey,
      apiV3Key,
      publicKeys: { [publicKeyId]: publicKey },
    },
  }
}

export function simulatedAccount(simulator: Simulator, origin: string, secret: string): Identity {
  const { url: endpoints, credentials } = simulator
  // The origin has a port that may be another after a restart: the numbers at WeChat must not depend on it.
  const environment = 'tea-shop'
  return { ...realAccount({ ...credentials, origin, secret }), endpoints, environment }
}
