import { Refusal, type Why } from '../http/call.ts'
import { recordInWords } from '../phone/registered.ts'
import type { RegisteredAddresses } from '../types.ts'
import type { AccountPage } from '../types.ts'

/** An error page of the authorize address. `number` is null where WeChat gives none. */
export class AuthorizeRefusal extends Refusal {
  readonly pageNumber: number | null
  constructor(pageNumber: number | null, text: string, why: Why) {
    super(text, why)
    this.pageNumber = pageNumber
  }
}

/** A sentence in both languages, and the parameter that it is about. */
type Words = [field: string | null, en: string, zh: string]

const numbered = (pageNumber: number, text: string, ...[field, en, zh]: Words): AuthorizeRefusal =>
  new AuthorizeRefusal(pageNumber, text, { code: String(pageNumber), en, zh, field })

/** The account, or its user, is in a state in which no link works. */
const ACCOUNT_PAGES: Record<AccountPage, [text: string, en: string, zh: string]> = {
  10004: ['此公众号被封禁', 'The account is banned.', '公众号已被封禁。'],
  10005: [
    '此公众号并没有这些scope的权限',
    'The account lacks this scope: it is a subscription account, or not verified.',
    '公众号没有该 scope 的权限：可能是订阅号，或未认证。',
  ],
  10006: [
    '必须关注此测试号',
    'A sandbox account: the user must follow it first.',
    '这是测试号：用户要先关注才能授权。',
  ],
  10009: ['操作太频繁了，请稍后重试', 'Asked too often: wait.', '请求太频繁：请稍后再试。'],
}

export function accountPage(pageNumber: AccountPage): AuthorizeRefusal {
  const [text, en, zh] = ACCOUNT_PAGES[pageNumber]
  return numbered(pageNumber, text, null, en, zh)
}

const unnumbered = (code: string, ...[field, en, zh]: Words): AuthorizeRefusal =>
  new AuthorizeRefusal(null, '该链接无法访问', { code, en, zh, field })

export function wrongDomain(
  redirectUri: string,
  registered: RegisteredAddresses,
): AuthorizeRefusal {
  const record = recordInWords(registered, 'signInDomains')
  return numbered(
    10003,
    'redirect_uri域名与后台配置不一致',
    'redirect_uri',
    `The host of redirect_uri ${redirectUri} is not an authorised domain (公众号设置 → 功能设置 → 网页授权域名); ${record.en}.`,
    `redirect_uri ${redirectUri} 的域名不是网页授权域名（公众号设置 → 功能设置 → 网页授权域名）；${record.zh}。`,
  )
}

export const notAbsolute = (decodesTwice: boolean): AuthorizeRefusal =>
  numbered(
    10003,
    'redirect_uri域名与后台配置不一致',
    'redirect_uri',
    decodesTwice
      ? 'redirect_uri was encoded twice: encodeURIComponent once.'
      : 'redirect_uri must be an absolute http or https address.',
    decodesTwice
      ? 'redirect_uri 编码了两次：只用一次 encodeURIComponent。'
      : 'redirect_uri 必须是完整的 http 或 https 地址。',
  )

export const unencoded = (): AuthorizeRefusal =>
  unnumbered(
    'redirect-uri-encoding',
    'redirect_uri',
    'redirect_uri must be encoded as by encodeURIComponent: no bare : / ? & = and no +.',
    'redirect_uri 要用 encodeURIComponent 编码：不能出现未编码的 : / ? & = 或 +。',
  )

export const wrongScope = (): AuthorizeRefusal =>
  numbered(
    10005,
    '此公众号并没有这些scope的权限',
    'scope',
    'scope must be snsapi_base or snsapi_userinfo.',
    'scope 只能是 snsapi_base 或 snsapi_userinfo。',
  )

export const noScope = (): AuthorizeRefusal =>
  numbered(10010, 'scope不能为空', 'scope', 'scope is empty or missing.', '缺少 scope。')

export const noRedirectUri = (): AuthorizeRefusal =>
  numbered(
    10011,
    'redirect_uri不能为空',
    'redirect_uri',
    'redirect_uri is empty or missing.',
    '缺少 redirect_uri。',
  )

export const noAppId = (): AuthorizeRefusal =>
  numbered(10012, 'appid不能为空', 'appid', 'appid is empty or missing.', '缺少 appid。')

export const emptyState = (): AuthorizeRefusal =>
  numbered(10013, 'state不能为空', 'state', 'state is there but empty.', 'state 参数为空。')

export const notBound = (): AuthorizeRefusal =>
  numbered(
    10015,
    '公众号未授权第三方平台，请检查授权状态',
    'component_appid',
    'component_appid is for accounts that a third-party platform manages; this one is bound to none. Leave it out.',
    'component_appid 用于授权给第三方平台的公众号，而该公众号没有授权给任何平台：请去掉这个参数。',
  )

export const otherAppId = (): AuthorizeRefusal =>
  numbered(
    10016,
    '不支持微信开放平台的Appid，请使用公众号Appid',
    'appid',
    'This is not the appId of this Official Account.',
    '这不是该公众号的 appId。',
  )

export const wrongOrder = (): AuthorizeRefusal =>
  unnumbered(
    'authorize-parameter-order',
    null,
    'The parameters must stand in this order: appid, redirect_uri, response_type=code, scope, state, then the optional ones. (Documented, not always observed.) A query library may have sorted them: build the text by hand.',
    '参数顺序必须是 appid、redirect_uri、response_type=code、scope、state，然后才是可选参数。（文档如此规定，实测不一定每次都检查。）请手工拼接，不要用会排序的库。',
  )

export const wrongResponseType = (): AuthorizeRefusal =>
  unnumbered(
    'authorize-response-type',
    'response_type',
    'response_type must be the literal code.',
    'response_type 必须是 code。',
  )

export const wrongState = (): AuthorizeRefusal =>
  unnumbered(
    'authorize-state',
    'state',
    'state takes letters and digits only, at most 128: send a random word and keep its meaning in a cookie.',
    'state 只能是字母和数字，最长 128：请用随机串，把含义存到 cookie 里。',
  )
