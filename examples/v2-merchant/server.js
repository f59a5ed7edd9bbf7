// A merchant that still uses API v2 (XML, signed with the APIv2 key). Only `merchant` and `endpoints` differ from API v3;
// orders, handlers and routes are the same. It uses a simulated WeChat.
import Koa from 'koa'
import { createWeixin, weixinRouter } from 'koa-weixin'
import { createSimulator } from 'weixin-simulator'

const { env } = process
export const simulator = await createSimulator({ port: Number(env.SIMULATOR_PORT ?? 4000) })
const { appId, appSecret, mchId, apiV2Key, p12, ca } = simulator.credentials

const tea = {
  id: '42',
  createdAt: new Date(),
  total: 1,
  description: '一杯茶',
  transactionId: null,
}

export const weixin = createWeixin({
  appId,
  appSecret,
  origin: env.WEIXIN_ORIGIN ?? 'http://localhost:5173',
  encryptionKeys: env.WEIXIN_ENCRYPTION_KEYS ?? 'for development only, 32 characters',
  merchant: {
    api: 'v2',
    mchId,
    apiV2Key,
    signType: 'HMAC-SHA256', // WeChat's default is MD5
    clientCertificate: { p12 }, // apiclient_cert.p12: for refunds and fund-flow bills only
  },
  // `secure` is the host that requires the client certificate, `ca` its authority. Real WeChat needs no `endpoints`.
  endpoints: {
    api: simulator.url,
    open: simulator.url,
    pay: simulator.url,
    secure: simulator.secureUrl,
    ca,
  },
  orders: {
    async find(id, _requester) {
      return id === tea.id ? tea : undefined
    },
    async onPaid(_order, { transactionId }) {
      tea.transactionId ??= transactionId
    },
  },
})

export const server = new Koa().use(weixinRouter(weixin).routes()).listen(env.PORT ?? 3000)
