import { remedies } from './remedies.ts'
import type { ShownMessage } from './row.ts'

const otherHost: ShownMessage['remedy'] = {
  en: 'Set 网页授权域名 (mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置) to exactly the host of `origin`, without scheme and port.',
  zh: '请把 mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置 → 网页授权域名 设为 origin 的域名，不带协议和端口。',
}

const noScope: ShownMessage['remedy'] = {
  en: 'Use a verified service account (已认证的服务号), or a sandbox account, and check `appId`.',
  zh: '请使用已认证的服务号或测试号，并核对 appId。',
}

/**
 * The numbers, or the texts where there is none, on the error pages that WeChat shows in place of the consent page. The server never sees them: nothing is
 * sent to `redirect_uri`. Sources: developers.weixin.qq.com, 网页授权, and reports in its community.
 */
export const oauthPages: Record<string, ShownMessage> = {
  '10003': {
    actor: 'console',
    meaning: {
      en: 'redirect_uri域名与后台配置不一致: the host of `redirect_uri` is not the domain that is registered for sign-in.',
      zh: 'redirect_uri域名与后台配置不一致：回调地址的域名不是公众号登记的网页授权域名。',
    },
    remedy: otherHost,
  },
  '10004': {
    actor: 'console',
    meaning: {
      en: '此公众号被封禁: the account is banned.',
      zh: '此公众号被封禁。',
    },
    remedy: remedies.punished,
  },
  '10005': {
    actor: 'console',
    meaning: {
      en: '此公众号并没有这些scope的权限: the account does not have this scope, as an unverified account or a subscription account does not.',
      zh: '此公众号并没有这些scope的权限：未认证的公众号和订阅号没有网页授权权限。',
    },
    remedy: noScope,
  },
  '10006': {
    actor: 'user',
    meaning: {
      en: '必须关注此测试号: a sandbox account signs in its followers only.',
      zh: '必须关注此测试号：测试号只能登录已关注它的用户。',
    },
    remedy: remedies.follow,
  },
  '10009': {
    actor: 'weixin',
    meaning: {
      en: '操作太频繁了，请稍后重试: this user opened the consent page too often.',
      zh: '操作太频繁了，请稍后重试。',
    },
    remedy: {
      en: 'Wait, and look for a page that redirects to the sign-in in a loop.',
      zh: '请稍后重试，并检查页面是否在循环跳转授权。',
    },
  },
  '10010': requiredParameter('scope'),
  '10011': requiredParameter('redirect_uri'),
  '10012': requiredParameter('appid'),
  '10013': requiredParameter('state'),
  '10015': {
    actor: 'console',
    meaning: {
      en: '公众号未授权第三方平台，请检查授权状态: the account has not authorized the third-party platform that the address names.',
      zh: '公众号未授权第三方平台，请检查授权状态。',
    },
    remedy: {
      en: 'Authorize the platform on mp.weixin.qq.com, or leave `component_appid` out.',
      zh: '请在公众平台授权该第三方平台，或去掉 component_appid。',
    },
  },
  '10016': {
    actor: 'code',
    meaning: {
      en: '不支持微信开放平台的Appid，请使用公众号Appid: the appId belongs to a website or a mobile app.',
      zh: '不支持微信开放平台的Appid，请使用公众号Appid：该 AppID 属于网站应用或移动应用。',
    },
    remedy: {
      en: 'Give `appId` the id of the Official Account.',
      zh: '请把 appId 改为公众号的 AppID。',
    },
  },
  'redirect_uri 参数错误': {
    actor: 'console',
    meaning: {
      en: 'An older text of 10003: the host of `redirect_uri` is not registered, or the address is not encoded.',
      zh: '10003 的旧文案：回调地址的域名没有登记，或地址没有编码。',
    },
    remedy: otherHost,
  },
  'Scope 参数错误或没有 Scope 权限': {
    actor: 'console',
    meaning: {
      en: 'An older text of 10005: the account does not have this scope.',
      zh: '10005 的旧文案：公众号没有该授权作用域的权限。',
    },
    remedy: noScope,
  },
}

function requiredParameter(name: string): ShownMessage {
  return {
    actor: 'code',
    meaning: { en: `${name}不能为空: the address lacks \`${name}\`.`, zh: `${name}不能为空。` },
    remedy: {
      en: 'Open the address that `GET oauth` or `signIn()` returns, unchanged.',
      zh: '请使用 GET oauth 或 signIn() 给出的地址，不要改写。',
    },
  }
}
