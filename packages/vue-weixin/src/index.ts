export { createWeixin, weixinKey } from './weixin.ts'
export { usePay } from './pay/use-pay.ts'
export { chooseWXPay } from './pay/methods/choose-wx-pay.ts'
export { h5 } from './pay/methods/h5.ts'
export { qr } from './pay/methods/qr.ts'
export { wecom } from './pay/methods/wecom.ts'
export { miniProgram } from './pay/methods/mini-program.ts'
export { useWxConfig } from './config/use-wx-config.ts'
export { useWx } from './wx/use-wx.ts'
export { WxError, isCancelled } from './wx/wx-error.ts'
export { useShare } from './wx/share/use-share.ts'
export { useEnvironment } from './environment/use-environment.ts'
export { detectEnvironment } from './environment/environment.ts'
export { useOAuth } from './oauth/use-oauth.ts'
export { WeixinClientError } from './errors/weixin-client-error.ts'

export type { Weixin, WeixinOptions } from './weixin.ts'
export type { WeixinRouter } from './part-context.ts'
export type { WeixinHttp, WeixinHttpRequest } from './http/given-http.ts'
export type { PayStatus } from './pay/pay-state.ts'
export type { PaymentMethod, PaymentTools, SheetResult } from './pay/payment-method.ts'
export type { UsePayOptions, UsePayReturn } from './pay/use-pay.ts'
export type { H5Options } from './pay/methods/h5.ts'
export type { MiniProgramOptions } from './pay/methods/mini-program.ts'
export type { UseWxConfigOptions, UseWxConfigReturn } from './config/use-wx-config.ts'
export type { UseWxReturn, WxListen } from './wx/use-wx.ts'
export type {
  WxApiName,
  WxCallName,
  WxEventName,
  WxEvents,
  WxFunctions,
} from './wx/wx-methods.ts'
export type { OpenTagName } from './wx/open-tags/open-tag-name.ts'
export type { CallOptions } from './wx/methods/method.ts'
export type { WxErrorCode } from './wx/wx-error.ts'
export type { ShareData } from './wx/share/share-card.ts'
export type { UseShareReturn } from './wx/share/use-share.ts'
export type { Environment, EnvironmentSignals } from './environment/environment.ts'
export type { SignInOptions } from './oauth/go-to-sign-in.ts'
export type { UseOAuthOptions, UseOAuthReturn } from './oauth/use-oauth.ts'
export type {
  WeixinClientErrorCode,
  WeixinClientErrorDetails,
} from './errors/weixin-client-error.ts'
export type { PayerMessage } from './errors/payer-messages.ts'
export type { Remedy } from './errors/developer-texts.ts'
export type { Wx } from './browser/load-sdk.ts'
// Bridge, clock and window are options for tests: their types show in WeixinOptions, their makers stay inside.
