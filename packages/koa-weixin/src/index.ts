export { createWeixin } from './weixin.ts'
export type { Weixin } from './weixin.ts'
export type { Endpoints, Key, MerchantOptions, WeixinOptions } from './options.ts'

export { weixinRouter } from './middleware/router.ts'
export { config } from './middleware/config.ts'
export { confirm } from './middleware/confirm.ts'
export { notify } from './middleware/notify.ts'
export { oauth } from './middleware/oauth.ts'
export type { OAuthOptions } from './middleware/oauth.ts'
export { pay } from './middleware/pay.ts'
export { user } from './middleware/user.ts'
export { sessionOf } from './middleware/visitor.ts'
export type { Session } from './sign-in/session.ts'

export type {
  Asker,
  Decision,
  Order,
  Orders,
  Refund,
  RefundState,
  Transaction,
  Unexpected,
} from './orders.ts'

export { memoryCache } from './cache/memory-cache.ts'
export type { MemoryCacheOptions } from './cache/memory-cache.ts'
export type { Cache, Lock } from './cache/cache.ts'

export { WeixinError } from './errors/weixin-error.ts'
export type { WeixinErrorCode } from './errors/catalogue.ts'
export type { WeixinSaid } from './errors/weixin-error.ts'
export type { Alert } from './settle/alerts.ts'
export type { Logger } from './logger.ts'
export type { Http, HttpReply, HttpRequest } from './remote/http.ts'
export type { OtherNotice } from './remote/gateway.ts'
export type { Scope } from './protocol/authorize-address.ts'

// Not exported on purpose: anything that opens or signs a notice. `notify` verifies first, always.
