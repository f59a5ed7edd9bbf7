import Koa from 'koa'
import { createWeixin, weixinRouter } from 'koa-weixin'

/** The app without its port: a test hands in the simulator's account, and the server the real one. */
export function createApp({ account, origin }) {
  const tea = {
    id: '42',
    createdAt: new Date(),
    total: 1,
    description: '一杯茶',
    transactionId: null,
  }
  const weixin = createWeixin({
    ...account,
    origin,
    encryptionKeys: process.env.WEIXIN_ENCRYPTION_KEYS ?? 'for development only, 32 characters',
    tradeTypes: ['jsapi', 'native'],
    orders: {
      find: (id) => (id === tea.id ? tea : undefined),
      onPaid: (_order, { transactionId }) => void (tea.transactionId ??= transactionId),
    },
  })
  return new Koa().use(weixinRouter(weixin).routes())
}
