import type { Entry } from './entry.ts'

export type SignInErrorCode =
  | 'return-elsewhere'
  | 'scope-unknown'
  | 'state-unknown'
  | 'state-used'
  | 'cookie-lost'
  | 'code-refused'
  | 'consent-refused'
  | 'web-token-refused'
  | 'sign-in-required'
  | 'consent-required'
  | 'session-missing'
  | 'snapshot-user'
  | 'origin-not-allowed'

/** Signing visitors in. */
export const signInErrors: Record<SignInErrorCode, Entry> = {
  'return-elsewhere': {
    status: 400,
    actor: 'code',
    message: '`returnTo` is not a path of this site.',
    remedy: {
      en: 'Give a path that begins with a single slash, such as /orders, or an address on one of `origins`; percent-encoded, at most 1500 characters.',
      zh: 'returnTo 只能是本站路径（例如 /orders）或 origins 中域名下的地址，需经过 URL 编码，最长 1500 个字符。',
    },
  },
  'scope-unknown': {
    status: 400,
    actor: 'code',
    message: 'WeChat knows the scopes snsapi_base and snsapi_userinfo only.',
    remedy: { en: 'Ask for one of the two.', zh: '请使用 snsapi_base 或 snsapi_userinfo。' },
  },
  'state-unknown': {
    status: 400,
    actor: 'user',
    message: 'This sign-in was not begun in this browser, or began too long ago.',
    remedy: { en: 'Start the sign-in again.', zh: '请重新登录。' },
  },
  'state-used': {
    status: 400,
    actor: 'user',
    message: 'This sign-in came back before, with another code.',
    remedy: { en: 'Start the sign-in again.', zh: '请重新登录。' },
  },
  'cookie-lost': {
    status: 400,
    actor: 'user',
    message: 'This browser does not keep our cookies, so the sign-in cannot be finished.',
    remedy: {
      en: 'Open the page under `origin` itself (same scheme and host), in WeChat, with cookies allowed.',
      zh: '请在微信中用 origin 配置的域名（协议与域名一致）打开页面，并允许使用 Cookie。',
    },
  },
  'code-refused': {
    status: 401,
    actor: 'user',
    message: 'WeChat no longer takes the code of this sign-in.',
    remedy: { en: 'Start the sign-in again.', zh: '授权码已失效，请重新登录。' },
  },
  'consent-refused': {
    status: 401,
    actor: 'user',
    message: 'The visitor came back from WeChat without a code: consent was not given.',
    remedy: {
      en: 'Let the visitor go on without signing in, or offer the sign-in again behind a button.',
      zh: '用户未同意授权：可让用户先浏览，或提供按钮重新登录。',
    },
  },
  'web-token-refused': {
    status: 401,
    actor: 'user',
    message: "WeChat no longer takes this visitor's token.",
    remedy: { en: 'Start the sign-in again.', zh: '用户授权已失效，请重新登录。' },
  },
  'sign-in-required': {
    status: 401,
    actor: 'user',
    message: 'Nobody is signed in.',
    remedy: {
      en: 'Send the visitor to the address in `signIn`.',
      zh: '请引导用户访问 signIn 中的地址登录。',
    },
  },
  'consent-required': {
    status: 401,
    actor: 'user',
    message: 'The visitor is known, but has not shown nickname and avatar yet.',
    remedy: {
      en: 'Send the visitor to the address in `signIn`, after a tap: asked for at load, WeChat shows its snapshot page.',
      zh: '请在用户点击按钮后引导其访问 signIn 中的地址授权；页面加载时直接发起会进入快照页。',
    },
  },
  'session-missing': {
    status: 500,
    actor: 'code',
    message: "The option `session` is 'koa-session', but there is no ctx.session.",
    remedy: {
      en: 'Mount koa-session before the middleware of koa-weixin.',
      zh: '请在 koa-weixin 的中间件之前挂载 koa-session。',
    },
  },
  'snapshot-user': {
    status: 403,
    actor: 'user',
    message: "A visitor of WeChat's snapshot page cannot pay.",
    remedy: {
      en: 'Ask the visitor to tap 使用完整服务 at the lower right.',
      zh: '请点击右下角「使用完整服务」后再支付。',
    },
  },
  'origin-not-allowed': {
    status: 403,
    actor: 'code',
    message: 'A page of another origin called, and it is not one of ours.',
    remedy: {
      en: 'Add the origin of the page to the option `allowedOrigins`, if it is yours.',
      zh: '若该页面属于您，请把它的域名加入 allowedOrigins。',
    },
  },
}
