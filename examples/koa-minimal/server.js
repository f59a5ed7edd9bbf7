// A Koa server that sells one cup of tea. Without WEIXIN_APP_ID in the environment it starts a simulated WeChat.
import Koa from 'koa'
import { createWeixin, weixinRouter } from 'koa-weixin'

const { env } = process
const simulator = env.WEIXIN_APP_ID ? undefined : await startSimulator()
const account = simulator ? simulatedAccount(simulator) : accountOfEnvironment()

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
  origin: env.WEIXIN_ORIGIN ?? 'http://localhost:5173',
  encryptionKeys: env.WEIXIN_ENCRYPTION_KEYS ?? 'for development only, 32 characters',
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

// The names are those of `npx weixin-simulator --env` and `npx koa-weixin doctor`. Where WeChat's consoles have each value
// is in docs/consoles.md.
function accountOfEnvironment() {
  return {
    appId: env.WEIXIN_APP_ID,
    appSecret: env.WEIXIN_APP_SECRET,
    merchant: {
      mchId: env.WEIXIN_MCH_ID,
      serialNo: env.WEIXIN_MCH_SERIAL_NO,
      privateKey: env.WEIXIN_MCH_PRIVATE_KEY,
      apiV3Key: env.WEIXIN_API_V3_KEY,
      publicKeys: { [env.WEIXIN_PUBLIC_KEY_ID]: env.WEIXIN_PUBLIC_KEY },
    },
    endpoints: env.WEIXIN_URL, // unset: WeChat itself
  }
}
