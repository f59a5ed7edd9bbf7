import type * as Commerce from './methods/commerce.ts'
import type * as Device from './methods/device.ts'
import type * as Media from './methods/media.ts'
import type * as Menu from './methods/menu.ts'
import type { WxCall, WxCallFunction, WxEvent, WxShareMenu } from './methods/method.ts'
import type * as MiniProgram from './methods/mini-program.ts'

/**
 * Every method of `weixin-js-sdk` 1.6.5, once: its fields and its result as types, its command in `WeixinJSBridge`, and
 * what its reply waits for. `config`, `ready` and `error` are `useWxConfig`'s.
 */
export const wxMethods = {
  checkJsApi: { native: 'checkJsApi', waitsFor: 'client' } as WxCall<
    Device.CheckJsApiOptions,
    Device.CheckJsApiResult
  >,

  // Share
  updateAppMessageShareData: {
    native: 'updateAppMessageShareData',
    waitsFor: 'client',
  } as WxCall<Menu.AppMessageShareData>,
  updateTimelineShareData: {
    native: 'updateTimelineShareData',
    waitsFor: 'client',
  } as WxCall<Menu.TimelineShareData>,
  onMenuShareAppMessage: { native: 'menu:share:appmessage', waitsFor: 'share' } as WxShareMenu,
  onMenuShareTimeline: { native: 'menu:share:timeline', waitsFor: 'share' } as WxShareMenu,
  onMenuShareQQ: { native: 'menu:share:qq', waitsFor: 'share' } as WxShareMenu,
  onMenuShareQZone: { native: 'menu:share:QZone', waitsFor: 'share' } as WxShareMenu,
  onMenuShareWeibo: { native: 'menu:share:weiboApp', waitsFor: 'share' } as WxShareMenu,

  // Pictures
  chooseImage: { native: 'chooseImage', waitsFor: 'user' } as WxCall<
    Media.ChooseImageOptions,
    Media.ChooseImageResult
  >,
  previewImage: { native: 'imagePreview', waitsFor: 'user' } as WxCall<Media.PreviewImageOptions>,
  uploadImage: { native: 'uploadImage', waitsFor: 'network' } as WxCall<
    Media.LocalMedia & Media.Progress,
    Media.ServerMedia
  >,
  downloadImage: { native: 'downloadImage', waitsFor: 'network' } as WxCall<
    Media.ServerMedia & Media.Progress,
    Media.LocalMedia
  >,
  // The npm build keeps a queue of its own that calls a global `wx`, which may be missing or somebody else's.
  getLocalImgData: { native: 'getLocalImgData', waitsFor: 'client', isSingle: true } as WxCall<
    Media.LocalMedia,
    Media.LocalImageData
  >,

  // Voice
  startRecord: { native: 'startRecord', waitsFor: 'user' } as WxCall,
  stopRecord: { native: 'stopRecord', waitsFor: 'client' } as WxCall<object, Media.LocalMedia>,
  onVoiceRecordEnd: { native: 'onVoiceRecordEnd', waitsFor: 'event' } as WxEvent<Media.LocalMedia>,
  playVoice: { native: 'playVoice', waitsFor: 'client' } as WxCall<Media.LocalMedia>,
  pauseVoice: { native: 'pauseVoice', waitsFor: 'client' } as WxCall<Media.LocalMedia>,
  stopVoice: { native: 'stopVoice', waitsFor: 'client' } as WxCall<Media.LocalMedia>,
  onVoicePlayEnd: { native: 'onVoicePlayEnd', waitsFor: 'event' } as WxEvent<Media.LocalMedia>,
  uploadVoice: { native: 'uploadVoice', waitsFor: 'network' } as WxCall<
    Media.LocalMedia & Media.Progress,
    Media.ServerMedia
  >,
  downloadVoice: { native: 'downloadVoice', waitsFor: 'network' } as WxCall<
    Media.ServerMedia & Media.Progress,
    Media.LocalMedia
  >,
  translateVoice: { native: 'translateVoice', waitsFor: 'network' } as WxCall<
    Media.LocalMedia & Media.Progress,
    Media.TranslateVoiceResult
  >,

  // Device and place
  getNetworkType: { native: 'getNetworkType', waitsFor: 'client' } as WxCall<
    object,
    Device.NetworkTypeResult
  >,
  openLocation: {
    native: 'openLocation',
    waitsFor: 'user',
  } as WxCall<Device.OpenLocationOptions>,
  getLocation: { native: 'geoLocation', waitsFor: 'user' } as WxCall<
    Device.GetLocationOptions,
    Device.LocationResult
  >,
  scanQRCode: {
    native: 'scanQRCode',
    waitsFor: 'user',
    defaults: { needResult: 1 },
    empty: { resultStr: '' },
  } as WxCall<Device.ScanQRCodeOptions, Device.ScanQRCodeResult>,
  startSearchBeacons: {
    native: 'startMonitoringBeacons',
    waitsFor: 'user',
  } as WxCall<Device.StartSearchBeaconsOptions>,
  stopSearchBeacons: { native: 'stopMonitoringBeacons', waitsFor: 'client' } as WxCall,
  onSearchBeacons: {
    native: 'onBeaconsInRange',
    waitsFor: 'event',
  } as WxEvent<Device.BeaconsFound>,

  // WeChat's window and menu
  closeWindow: { native: 'closeWindow', waitsFor: 'client' } as WxCall,
  hideOptionMenu: { native: 'hideOptionMenu', waitsFor: 'client' } as WxCall,
  showOptionMenu: { native: 'showOptionMenu', waitsFor: 'client' } as WxCall,
  hideMenuItems: {
    native: 'hideMenuItems',
    waitsFor: 'client',
  } as WxCall<Menu.HideMenuItemsOptions>,
  showMenuItems: {
    native: 'showMenuItems',
    waitsFor: 'client',
  } as WxCall<Menu.ShowMenuItemsOptions>,
  hideAllNonBaseMenuItem: { native: 'hideAllNonBaseMenuItem', waitsFor: 'client' } as WxCall,
  showAllNonBaseMenuItem: { native: 'showAllNonBaseMenuItem', waitsFor: 'client' } as WxCall,

  // Money, addresses, cards
  chooseWXPay: {
    native: 'getBrandWCPayRequest',
    waitsFor: 'user',
  } as WxCall<Commerce.ChooseWXPayOptions>,
  openEnterpriseRedPacket: {
    native: 'getRecevieBizHongBaoRequest',
    waitsFor: 'user',
  } as WxCall<Commerce.OpenEnterpriseRedPacketOptions>,
  openAddress: { native: 'editAddress', waitsFor: 'user' } as WxCall<
    object,
    Commerce.AddressResult
  >,
  openProductSpecificView: {
    native: 'openProductViewWithPid',
    waitsFor: 'user',
  } as WxCall<Commerce.OpenProductSpecificViewOptions>,
  addCard: { native: 'batchAddCard', waitsFor: 'user' } as WxCall<
    Commerce.AddCardOptions,
    Commerce.AddCardResult
  >,
  chooseCard: { native: 'chooseCard', waitsFor: 'user' } as WxCall<
    Commerce.ChooseCardOptions,
    Commerce.ChooseCardResult
  >,
  openCard: { native: 'batchViewCard', waitsFor: 'user' } as WxCall<Commerce.OpenCardOptions>,
  consumeAndShareCard: {
    native: 'consumedShareCard',
    waitsFor: 'user',
  } as WxCall<Commerce.ConsumeAndShareCardOptions>,

  // Other apps
  launchMiniProgram: {
    native: 'launchMiniProgram',
    waitsFor: 'user',
  } as WxCall<MiniProgram.LaunchMiniProgramOptions>,
  openBusinessView: { native: 'openBusinessView', waitsFor: 'user' } as WxCall<
    MiniProgram.OpenBusinessViewOptions,
    MiniProgram.BusinessViewResult
  >,
  openEnterpriseChat: { native: 'openEnterpriseChat', waitsFor: 'user' } as WxCall<
    MiniProgram.OpenEnterpriseChatOptions,
    MiniProgram.EnterpriseChatResult
  >,

  // In a mini program's web-view. One command for all; its argument names the method.
  'miniProgram.navigateTo': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.MiniProgramPage>,
  'miniProgram.redirectTo': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.MiniProgramPage>,
  'miniProgram.switchTab': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.MiniProgramPage>,
  'miniProgram.reLaunch': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.MiniProgramPage>,
  'miniProgram.navigateBack': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.NavigateBackOptions>,
  'miniProgram.postMessage': {
    native: 'invokeMiniProgramAPI',
    waitsFor: 'client',
    isFree: true,
  } as WxCall<MiniProgram.PostMessageOptions>,
  'miniProgram.getEnv': {
    native: '',
    waitsFor: 'client',
    isFree: true,
    takesFunction: true,
  } as WxCall<object, MiniProgram.MiniProgramEnv>,
}

/** The table. */
type Methods = typeof wxMethods
type Row = Methods[keyof Methods]
/** The names of the rows that wait for this. */
type NamesOf<Kind extends Row['waitsFor']> = {
  [Name in keyof Methods]: Methods[Name]['waitsFor'] extends Kind ? Name : never
}[keyof Methods]
/** The types of a row: its arguments and its result. */
type TypesOf<Name extends keyof Methods> = Methods[Name] extends {
  /** Exists for the compiler only. */
  readonly types?: infer Types
}
  ? NonNullable<Types>
  : never

/** The name of a method that replies once. */
export type WxCallName = NamesOf<WxCall['waitsFor']>

/** The name of something that happens any number of times. */
export type WxEventName = NamesOf<'event'>

/** A name that `jsApiList` takes. */
export type WxApiName = Exclude<keyof Methods, `miniProgram.${string}`>

/** Each method as a function that returns a promise, by its name. */
export type WxFunctions = {
  [Name in WxCallName]: TypesOf<Name> extends [infer Fields, infer Result]
    ? WxCallFunction<Fields, Result>
    : never
}

/** The detail of each event, by its name. */
export type WxEvents = {
  [Name in WxEventName]: TypesOf<Name> extends [infer Detail] ? Detail : never
}
