import './node-version.ts'
export { createWeixin } from './weixin.ts'
export type { Weixin } from './weixin.ts'
export type {
  DoctorPage,
  Endpoints,
  Key,
  MerchantOptions,
  MerchantV2Options,
  SessionStore,
  SignInDefaults,
  WeixinOptions,
} from './options/options.ts'

export { weixinRouter } from './middleware/router.ts'
export type { WeixinRouterOptions } from './middleware/router.ts'
export { config } from './middleware/config.ts'
export { orderStatus } from './middleware/order-status.ts'
export { cors } from './middleware/cors.ts'
export { diagnose } from './middleware/diagnose.ts'
export { notify } from './middleware/notify.ts'
export { oauth } from './middleware/oauth.ts'
export type { OAuthOptions } from './middleware/oauth.ts'
export { pay } from './middleware/pay.ts'
export { user } from './middleware/user.ts'
export { requireUser } from './middleware/require-user.ts'
export type { RequireUserOptions, WeixinUserState } from './middleware/require-user.ts'
export { clearSession, sessionOf } from './middleware/session.ts'
export { signOut } from './middleware/sign-out.ts'
export { verifyFile } from './middleware/verify-file.ts'
export type { VerifyFiles } from './middleware/verify-file.ts'
export type { SignInErrorPage } from './sign-in/error-page.ts'
export type { Session } from './sign-in/session.ts'
export type { OnUser, SignIn } from './sign-in/sign-in.ts'
export type { CodeExchange, Lang, Profile, WebToken } from './remote/account.ts'

export { reconcile } from './payments/reconcile.ts'
export type {
  OrderIds,
  ReconciledOrder,
  ReconcileOptions,
  ReconcileSummary,
} from './payments/reconcile.ts'

export type {
  Requester,
  Decision,
  MaybePromise,
  Order,
  Orders,
  Promotion,
  Refund,
  RefundStatus,
  Transaction,
  UnexpectedReason,
} from './orders.ts'
export type { GoodsDetail, OrderExtras, SceneInfo } from './order-extras.ts'
export type { CloseOptions } from './payments/close-order.ts'
export type { PaymentOptions } from './payments/create-payment.ts'
export type { Refunds } from './refunds/refunds.ts'
export type { RefundExtras, RefundGoods, RefundRequest } from './refunds/refund-request.ts'
export type { ServiceProvider } from './service-provider.ts'

export { memoryCache } from './cache/memory-cache.ts'
export type { MemoryCacheOptions } from './cache/memory-cache.ts'
export type { Cache, Lock } from './cache/cache.ts'

export type {
  NotificationEvent,
  PaymentEvent,
  PrepayEvent,
  ResponseEvent,
  SettleEvent,
  SignInEvent,
  TokenEvent,
  WeixinEvent,
  WeixinEvents,
} from './diagnostics/events.ts'

export { WeixinError } from './errors/weixin-error.ts'
export type { WeixinErrorCode } from './errors/catalogue.ts'
export type { Actor, Text } from './errors/catalogue/entry.ts'
export type { WeixinResponse } from './errors/weixin-error.ts'
export type { Alert } from './settle/alerts.ts'
export type { Inbox, InboxItem } from './settle/inbox.ts'
export type { Logger } from './logger.ts'
export { axiosHttp } from './remote/http.ts'
export type {
  AxiosHttpOptions,
  ClientCertificate,
  Http,
  HttpResponse,
  HttpRequest,
  HttpStreamResponse,
} from './remote/http.ts'
export type { BillOptions, Bills, FundFlowBill, FundFlowOptions, TradeBill } from './bills/bills.ts'
export type { Bill, BillLine } from './bills/bill.ts'
export type { OnProgress } from './bills/fetch-bill.ts'
export type { FundFlowRow, FundFlowSummary } from './bills/fund-flow-bill.ts'
export type { TradeRow, TradeSummary } from './bills/trade-bill.ts'
export type { BillAccount } from './remote/bill-source.ts'
export type { AccountRequest } from './remote/account.ts'
export type { MerchantRequest, OtherNotification } from './remote/gateway.ts'
export type { Call, OnCall } from './remote/observed-http.ts'
export type { Scope } from './protocol/authorize-address.ts'
export type { SignType } from './protocol/v2/sign.ts'

// Not exported on purpose: anything that opens or signs a notification. `notify` verifies first, always.
