import {
  createWeixin,
  type MerchantOptions,
  type MerchantV2Options,
  type Weixin,
} from '../src/index.ts'
import { issue, paidOrders, type Fixture } from './fixture.ts'

export const ORIGIN = 'https://tea.example.com'
export const PAGE = `${ORIGIN}/orders/7?from=menu`

/** koa-weixin as an app has it, with a warm ticket. */
export async function warmWeixin(fixture: Fixture, api: 'v3' | 'v2' = 'v3'): Promise<Weixin> {
  const { appId, environment } = fixture
  const orders = paidOrders(fixture)
  const weixin = createWeixin({
    appId,
    appSecret: 'never sent anywhere',
    origin: ORIGIN,
    encryptionKeys: 'a secret of the benchmark, 32 characters',
    merchant: merchantOf(fixture, api),
    orders: { find: async (id) => orders.get(id), onPaid: async () => {} },
    environment,
    http: issue,
  })
  await weixin.jssdk.sign(PAGE)
  return weixin
}

function merchantOf(fixture: Fixture, api: 'v3' | 'v2'): MerchantOptions | MerchantV2Options {
  const { mchId, apiV2Key, apiV3Key, publicKeyId } = fixture
  if (api === 'v2') return { api, mchId, apiV2Key }
  return {
    mchId,
    serialNo: '5'.repeat(40),
    privateKey: fixture.merchantPrivateKey,
    apiV3Key,
    publicKeys: { [publicKeyId]: fixture.weixinPublicKey },
  }
}
