import { accountWrong, addressNotAllowed, failure, remedies, wrongRequest } from './remedies.ts'
import type { Row } from './row.ts'

/**
 * `errcode` of api.weixin.qq.com. Sources: developers.weixin.qq.com, 全局返回码; the platform's error
 * page (oplatform/developers/errCode/errCode.html).
 */
export const apiCodes: Record<string, Row> = {
  '-1': failure({ en: 'WeChat is busy.', zh: '系统繁忙' }),
  '40001': {
    on: { token: 'account-wrong' },
    actor: 'console',
    invalid: 'token',
    meaning: {
      en: 'The access_token is invalid or no longer the latest (for a token call: the appSecret is wrong).',
      zh: 'access_token 无效或不是最新的（获取 token 时：AppSecret 错误）',
    },
    remedy: remedies.token,
  },
  '40002': wrongRequest({ en: 'The grant_type is invalid.', zh: 'grant_type 不合法' }),
  '40003': wrongRequest({
    en: 'The openid is not one of this account.',
    zh: 'openid 不合法或不属于该公众号',
  }),
  '40013': accountWrong({ en: 'The appId does not exist.', zh: 'AppID 不合法' }),
  '40014': {
    actor: 'console',
    invalid: 'token',
    meaning: { en: 'The access_token is malformed.', zh: 'access_token 不合法' },
    remedy: remedies.token,
  },
  '40048': {
    actor: 'console',
    meaning: {
      en: 'The host of the page is not a JS-SDK domain of this account.',
      zh: '页面域名不在 JS接口安全域名 中',
    },
    remedy: remedies.jsDomain,
  },
  '40066': wrongRequest({ en: 'There is no such interface.', zh: '接口地址不存在' }),
  '40097': wrongRequest({ en: 'A parameter is invalid.', zh: '参数不合法' }),
  '40125': accountWrong({ en: 'The appSecret is wrong.', zh: 'AppSecret 错误' }),
  '40164': addressNotAllowed({
    en: 'The IP address of the caller is not in the allowlist.',
    zh: '调用方 IP 不在白名单中',
  }),
  '40243': {
    becomes: 'account-wrong',
    actor: 'console',
    meaning: { en: 'The appSecret is frozen.', zh: 'AppSecret 已被冻结' },
    remedy: {
      en: 'Unfreeze the appSecret on mp.weixin.qq.com → 设置与开发 → 基本配置; it takes about ten minutes to act.',
      zh: '请在 mp.weixin.qq.com → 设置与开发 → 基本配置 解冻 AppSecret，约十分钟后生效。',
    },
  },
  '41001': wrongRequest({ en: 'The access_token is missing.', zh: '缺少 access_token' }),
  '41002': accountWrong({ en: 'The appId is missing.', zh: '缺少 appid' }),
  '41003': wrongRequest({ en: 'The refresh_token is missing.', zh: '缺少 refresh_token' }),
  '41004': accountWrong({ en: 'The appSecret is missing.', zh: '缺少 secret' }),
  '41005': wrongRequest({ en: 'The media file is missing.', zh: '缺少多媒体文件' }),
  '41006': wrongRequest({ en: 'The media_id is missing.', zh: '缺少 media_id' }),
  '41007': wrongRequest({ en: 'The submenu is missing.', zh: '缺少子菜单数据' }),
  '41009': wrongRequest({ en: 'The openid is missing.', zh: '缺少 openid' }),
  '41018': wrongRequest({ en: 'The component_appid is missing.', zh: '缺少 component_appid' }),
  '42001': {
    actor: 'console',
    invalid: 'token',
    meaning: { en: 'The access_token has expired.', zh: 'access_token 已过期' },
    remedy: remedies.token,
  },
  '42007': {
    actor: 'user',
    meaning: {
      en: 'The user changed the WeChat password, which ends the authorization.',
      zh: '用户修改了微信密码，授权已失效',
    },
    remedy: remedies.signIn,
  },
  '43001': wrongRequest({ en: 'The interface requires GET.', zh: '需要使用 GET 请求' }),
  '43002': wrongRequest({ en: 'The interface requires POST.', zh: '需要使用 POST 请求' }),
  '43003': wrongRequest({ en: 'The interface requires HTTPS.', zh: '需要使用 HTTPS' }),
  '43004': {
    actor: 'user',
    meaning: { en: 'The receiver must follow the account.', zh: '需要接收者关注公众号' },
    remedy: remedies.follow,
  },
  '44002': wrongRequest({ en: 'The body of the POST is empty.', zh: 'POST 的数据包为空' }),
  '45009': {
    becomes: 'quota-reached',
    actor: 'weixin',
    meaning: { en: 'The daily quota of the interface is used up.', zh: '接口调用超过当日上限' },
    remedy: remedies.quota,
  },
  '45011': {
    becomes: 'quota-reached',
    actor: 'weixin',
    meaning: { en: 'The quota of this minute is used up.', zh: '接口调用过于频繁，请下一分钟再试' },
    remedy: remedies.quota,
  },
  '45035': addressNotAllowed({
    en: 'The IP address of the caller is not in the allowlist.',
    zh: '调用方 IP 不在白名单中',
  }),
  '47001': wrongRequest({
    en: 'The JSON or XML of the request cannot be parsed.',
    zh: 'JSON/XML 内容解析失败',
  }),
  '48001': {
    actor: 'console',
    meaning: { en: 'The account does not have this interface.', zh: '公众号没有该接口的权限' },
    remedy: remedies.permission,
  },
  '48004': {
    actor: 'console',
    meaning: { en: 'The interface is banned for the account.', zh: '接口已被封禁' },
    remedy: remedies.punished,
  },
  '48006': {
    becomes: 'quota-reached',
    actor: 'weixin',
    meaning: { en: 'The quota was cleared ten times this month.', zh: '本月清零次数已用完' },
    remedy: remedies.quota,
  },
  '50001': {
    actor: 'user',
    meaning: { en: 'The user has not authorized this interface.', zh: '用户未授权该接口' },
    remedy: remedies.signIn,
  },
  '50002': {
    actor: 'console',
    meaning: {
      en: 'The account is frozen, closed or migrated.',
      zh: '账号受限（冻结、注销或迁移）',
    },
    remedy: remedies.punished,
  },
  '50004': {
    actor: 'console',
    meaning: { en: 'The account may not use access_tokens.', zh: '账号被禁止使用 access_token' },
    remedy: remedies.punished,
  },
  '50005': {
    actor: 'user',
    meaning: { en: 'The user does not follow the account.', zh: '用户未关注公众号' },
    remedy: remedies.follow,
  },
  '50007': {
    actor: 'console',
    meaning: { en: 'The account is frozen.', zh: '账号已冻结' },
    remedy: remedies.punished,
  },
  '61004': addressNotAllowed({
    en: 'The IP address of the caller is not in the allowlist.',
    zh: '调用方 IP 未登记',
  }),
  '61007': {
    actor: 'console',
    meaning: {
      en: 'The third-party platform was not granted this permission.',
      zh: '第三方平台未获得该权限集的授权',
    },
    remedy: remedies.permission,
  },
  '61023': {
    actor: 'console',
    meaning: {
      en: 'The refresh_token of the platform is invalid.',
      zh: '第三方平台的 refresh_token 无效',
    },
    remedy: remedies.permission,
  },
  '61450': failure({ en: 'The customer-service system failed.', zh: '客服系统错误' }),
  '61451': wrongRequest({ en: 'A parameter is invalid.', zh: '参数错误' }),
  '63002': {
    actor: 'code',
    meaning: { en: 'The JS-SDK signature is wrong.', zh: 'JS-SDK 签名错误' },
    remedy: {
      en: 'Sign the exact address of the page without its #, with the current ticket.',
      zh: '请用当前页面的完整地址（不含 #）和有效的 jsapi_ticket 签名。',
    },
  },
  '76003': wrongRequest({ en: 'The cgi_path is invalid.', zh: 'cgi_path 不合法' }),
  '89503': {
    becomes: 'address-not-allowed',
    actor: 'console',
    meaning: {
      en: 'The administrator of the account must confirm this IP address.',
      zh: '该 IP 的调用需要管理员确认',
    },
    remedy: {
      en: 'Confirm the request that WeChat sent to the administrator, and add the IP address to the allowlist (IP白名单).',
      zh: '请管理员在微信中确认该 IP 的调用请求，并把该 IP 加入 IP白名单。',
    },
  },
}
