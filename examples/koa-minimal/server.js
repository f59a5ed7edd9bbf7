// A Koa server that sells one cup of tea. Without APP_ID in the environment it uses a simulated WeChat.
import Koa from 'koa'
import { createWeixin, weixinRouter } from 'koa-weixin'

const { env } = process
const simulator = env.APP_ID ? undefined : await startSimulator()
const account = simulator ? simulatedAccount(simulator) : realAccount()

// Your database. `total` is in fen. An order without a transactionId is unpaid.
const tea = {
  id: '42',
  createdAt: new Date(),
  total: 1,
  description: '一杯茶',
  transactionId: null,
}

const weixin = createWeixin({
  ...account,
  // Where the page is; the page's server passes /weixin on to this one.
  origin: env.ORIGIN ?? 'http://localhost:5173',
  encryptionKeys: [env.KEY ?? 'for development only, 32 characters'],
  orders: {
    // A real shop also checks whose order it is: requester.openid, or requester.ctx.state.user.
    async find(id, _requester) {
      return id === tea.id ? tea : undefined
    },
    // May run more than once for one payment: the second time changes nothing.
    async onPaid(_order, { transactionId }) {
      tea.transactionId ??= transactionId
    },
  },
})

export const server = new Koa().use(weixinRouter(weixin).routes()).listen(env.PORT ?? 3000)
export { simulator }

async function startSimulator() {
  const { createSimulator } = await import('weixin-simulator')
  return createSimulator({ port: Number(env.SIMULATOR_PORT ?? 4000) })
}

function simulatedAccount({ url, credentials }) {
  const { appId, appSecret, publicKeyId, publicKey, mchId, serialNo, privateKey, apiV3Key } =
    credentials
  const publicKeys = { [publicKeyId]: publicKey }
  return {
    appId,
    appSecret,
    merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys },
    endpoints: url,
  }
}

// Where each value is found in WeChat's consoles: README, "Going live".
function realAccount() {
  return {
    appId: env.APP_ID,
    appSecret: env.APP_SECRET,
    merchant: {
      mchId: env.MCH_ID,
      serialNo: env.MCH_SERIAL_NO,
      privateKey: env.MCH_PRIVATE_KEY,
      apiV3Key: env.API_V3_KEY,
      publicKeys: { [env.WECHATPAY_PUBLIC_KEY_ID]: env.WECHATPAY_PUBLIC_KEY },
    },
  }
}
