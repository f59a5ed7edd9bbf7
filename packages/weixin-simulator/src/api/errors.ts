interface KnownError {
  errmsg: string
  /** The parameter that it is about; null: none alone. */
  field: string | null
  en: string
  zh: string
}

export type ErrCode =
  | 40001
  | 40002
  | 40003
  | 40013
  | 40014
  | 40029
  | 40030
  | 40066
  | 40097
  | 40125
  | 40163
  | 40164
  | 41001
  | 41002
  | 41003
  | 41004
  | 41008
  | 41009
  | 42001
  | 42002
  | 42003
  | 43001
  | 43002
  | 44002
  | 45009
  | 45011
  | 47001
  | 48001

/** The error codes that this part of WeChat gives, with its own words and with ours. */
export const API_ERRORS: Record<ErrCode, KnownError> = {
  40001: {
    errmsg: 'invalid credential, access_token is invalid or not latest',
    field: 'access_token',
    en: 'This is not a global access_token of this account, or another call has replaced it. A web token from sign-in is another thing.',
    zh: '这不是本账号的全局 access_token，或者它已被新的取代。网页授权得到的 token 不能用在这里。',
  },
  40002: {
    errmsg: 'invalid grant_type',
    field: 'grant_type',
    en: 'grant_type must be the literal that this call documents.',
    zh: 'grant_type 必须是该接口文档写明的固定值。',
  },
  40003: {
    errmsg: 'invalid openid',
    field: 'openid',
    en: 'The openid does not belong to this token.',
    zh: 'openid 与该 token 不是同一个用户。',
  },
  40013: {
    errmsg: 'invalid appid',
    field: 'appid',
    en: 'No such appid here: use the simulator’s.',
    zh: '没有这个 appid：请使用模拟器给出的 appId。',
  },
  40014: {
    errmsg: 'invalid access_token',
    field: 'access_token',
    en: 'This does not even look like an access_token.',
    zh: 'access_token 的格式不对。',
  },
  40029: {
    errmsg: 'invalid code',
    field: 'code',
    en: 'This code was never issued, or it was issued for another appid.',
    zh: '这个 code 不是微信签发的，或者属于另一个 appid。',
  },
  40030: {
    errmsg: 'invalid refresh_token',
    field: 'refresh_token',
    en: 'This refresh_token was never issued.',
    zh: '这个 refresh_token 不是微信签发的。',
  },
  40066: {
    errmsg: 'invalid url',
    field: null,
    en: 'There is no such API path.',
    zh: '没有这个接口路径。',
  },
  40097: {
    errmsg: 'invalid args',
    field: 'type',
    en: 'type must be jsapi (or wx_card).',
    zh: 'type 必须是 jsapi（或 wx_card）。',
  },
  40125: {
    errmsg: 'invalid appsecret',
    field: 'secret',
    en: 'The AppSecret is not this account’s.',
    zh: 'AppSecret 不正确。',
  },
  40163: {
    errmsg: 'code been used',
    field: 'code',
    en: 'A code is good for one exchange. The browser may load the callback twice: keep the first result.',
    zh: 'code 只能使用一次。浏览器可能把回调地址加载两遍：请保留第一次换取的结果。',
  },
  40164: {
    errmsg: 'invalid ip, not in whitelist',
    field: null,
    en: 'The caller’s address is not on the IP allowlist: add it in the console.',
    zh: '调用方的 IP 不在白名单里：请在公众平台后台添加。',
  },
  41001: {
    errmsg: 'access_token missing',
    field: 'access_token',
    en: 'access_token goes into the query, not into a header or the body.',
    zh: '缺少 access_token：它要放在 URL 参数里，而不是请求头或请求体里。',
  },
  41002: {
    errmsg: 'appid missing',
    field: 'appid',
    en: 'appid is missing.',
    zh: '缺少 appid。',
  },
  41003: {
    errmsg: 'refresh_token missing',
    field: 'refresh_token',
    en: 'refresh_token is missing.',
    zh: '缺少 refresh_token。',
  },
  41004: {
    errmsg: 'appsecret missing',
    field: 'secret',
    en: 'secret is missing.',
    zh: '缺少 secret。',
  },
  41008: {
    errmsg: 'missing code',
    field: 'code',
    en: 'code is missing.',
    zh: '缺少 code。',
  },
  41009: {
    errmsg: 'missing openid',
    field: 'openid',
    en: 'openid is missing.',
    zh: '缺少 openid。',
  },
  42001: {
    errmsg: 'access_token expired',
    field: 'access_token',
    en: 'The token is older than its expires_in.',
    zh: 'access_token 已超过有效期。',
  },
  42002: {
    errmsg: 'refresh_token expired',
    field: 'refresh_token',
    en: 'The refresh_token is older than 30 days: sign in again.',
    zh: 'refresh_token 已超过 30 天：请重新授权。',
  },
  42003: {
    errmsg: 'code expired',
    field: 'code',
    en: 'The code is older than five minutes.',
    zh: 'code 已超过 5 分钟。',
  },
  43001: {
    errmsg: 'require GET method',
    field: null,
    en: 'This call is a GET.',
    zh: '该接口要用 GET。',
  },
  43002: {
    errmsg: 'require POST method',
    field: null,
    en: 'This call is a POST.',
    zh: '该接口要用 POST。',
  },
  44002: {
    errmsg: 'empty post data',
    field: null,
    en: 'The parameters of this call go into a JSON body.',
    zh: '请求体为空：该接口的参数要放在 JSON 请求体里。',
  },
  45009: {
    errmsg: 'reach max api daily quota limit',
    field: null,
    en: 'The calls of the day are used up; they are counted anew from midnight in China. (force_refresh: 20 in 24 hours.)',
    zh: '今天的调用次数已用完，北京时间零点重新计数。（force_refresh：24 小时内最多 20 次。）',
  },
  45011: {
    errmsg: 'api minute-quota reach limit, must slower, retry next minute',
    field: null,
    en: 'The calls of this minute are used up.',
    zh: '这一分钟的调用次数已用完。',
  },
  47001: {
    errmsg: 'data format error',
    field: null,
    en: 'The body is not a JSON object.',
    zh: '请求体不是 JSON 对象。',
  },
  48001: {
    errmsg: 'api unauthorized',
    field: 'scope',
    en: 'A snsapi_base sign-in may not read the profile: ask with snsapi_userinfo.',
    zh: 'snsapi_base 授权不能读取用户资料：请用 snsapi_userinfo 授权。',
  },
}
