import type { Entry, Text } from './entry.ts'

/** Codes of signing in. */
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

const SIGN_IN_AGAIN: Text = {
  en: 'The sign-in did not work. Please sign in again.',
  zh: '登录未完成，请重新登录。',
}

/** Signing users in (网页授权). */
export const signInErrors: Record<SignInErrorCode, Entry> = {
  'return-elsewhere': {
    status: 400,
    actor: 'code',
    message: '`returnTo` is not a path of this site.',
    messageZh: 'returnTo 不是本站的路径。',
    remedy: {
      en: 'Give a path that begins with one slash, such as /orders, or an address on one of `allowedOrigins`; percent-encoded, at most 1500 characters.',
      zh: 'returnTo 只能是本站路径（如 /orders）或 allowedOrigins 中域名下的地址，需经过 URL 编码，最长 1500 个字符。',
    },
  },
  'scope-unknown': {
    status: 400,
    actor: 'code',
    message: 'The scope of the sign-in is neither snsapi_base nor snsapi_userinfo.',
    messageZh: '登录的 scope 既不是 snsapi_base，也不是 snsapi_userinfo。',
    remedy: { en: 'Use one of the two.', zh: 'scope 只能是 snsapi_base 或 snsapi_userinfo。' },
  },
  'state-unknown': {
    status: 400,
    actor: 'user',
    message: 'This sign-in was not started in this browser, or was started too long ago.',
    messageZh: '这次登录不是在当前浏览器中发起的，或发起时间过久。',
    remedy: { en: 'Start the sign-in again.', zh: '请重新发起登录。' },
    payerMessage: SIGN_IN_AGAIN,
  },
  'state-used': {
    status: 400,
    actor: 'user',
    message: 'This sign-in was finished before, with another code.',
    messageZh: '这次登录已用另一个 code 完成。',
    remedy: { en: 'Start the sign-in again.', zh: '请重新发起登录。' },
    payerMessage: SIGN_IN_AGAIN,
  },
  'cookie-lost': {
    status: 400,
    actor: 'user',
    message: 'The browser does not store our cookies, so the sign-in cannot be finished.',
    messageZh: '浏览器没有保存 Cookie，无法完成登录。',
    remedy: {
      en: 'Open the page in WeChat under `origin` itself (same scheme and host), with cookies allowed.',
      zh: '请在微信中通过 origin 配置的地址（协议与域名一致）打开页面，并允许使用 Cookie。',
    },
    payerMessage: {
      en: 'Please allow cookies and open this page in WeChat again.',
      zh: '请允许使用 Cookie，并在微信中重新打开本页面。',
    },
  },
  'code-refused': {
    status: 401,
    actor: 'user',
    message: 'WeChat rejected the code of this sign-in: it is used, expired or wrong.',
    messageZh: '微信拒绝了本次登录的 code：已使用、已过期或不正确。',
    remedy: { en: 'Start the sign-in again.', zh: '授权码已失效，请重新发起登录。' },
    payerMessage: SIGN_IN_AGAIN,
  },
  'consent-refused': {
    status: 401,
    actor: 'user',
    message: 'The user returned from WeChat without a code: consent was not given.',
    messageZh: '用户从微信返回时没有携带 code，即未同意授权。',
    remedy: {
      en: 'Let the user continue without signing in, or offer the sign-in again behind a button.',
      zh: '用户未同意授权：可允许其不登录继续浏览，或提供按钮重新发起授权。',
    },
    payerMessage: {
      en: 'You are not signed in. You can sign in again at any time.',
      zh: '你尚未登录，可随时重新登录。',
    },
  },
  'web-token-refused': {
    status: 401,
    actor: 'user',
    message: "WeChat rejected this user's token: it is expired or no longer valid.",
    messageZh: '微信拒绝了该用户的网页授权 token：已过期或已失效。',
    remedy: { en: 'Start the sign-in again.', zh: '用户授权已失效，请重新发起登录。' },
    payerMessage: SIGN_IN_AGAIN,
  },
  'sign-in-required': {
    status: 401,
    actor: 'user',
    message: 'The user is not signed in.',
    messageZh: '用户未登录。',
    remedy: {
      en: 'Send the user to the address in `signIn`.',
      zh: '请引导用户访问 signIn 中的地址登录。',
    },
    payerMessage: { en: 'Please sign in first.', zh: '请先登录。' },
  },
  'consent-required': {
    status: 401,
    actor: 'user',
    message: 'The user is signed in, but has not granted nickname and avatar yet.',
    messageZh: '用户已登录，但尚未授权昵称和头像。',
    remedy: {
      en: 'Send the user to the address in `signIn` after a tap: when it is opened at load, WeChat shows its snapshot page.',
      zh: '请在用户点击按钮后跳转到 signIn 中的地址；若在页面加载时直接跳转，微信会展示快照页。',
    },
    payerMessage: {
      en: 'Please allow access to your nickname and avatar.',
      zh: '请授权获取昵称和头像。',
    },
  },
  'session-missing': {
    status: 500,
    actor: 'code',
    message: "The option `session` is 'koa-session', but there is no ctx.session.",
    messageZh: "选项 session 为 'koa-session'，但 ctx.session 不存在。",
    remedy: {
      en: 'Mount koa-session before the middleware of koa-weixin.',
      zh: '请在 koa-weixin 的中间件之前挂载 koa-session。',
    },
  },
  'snapshot-user': {
    status: 403,
    actor: 'user',
    message: "A user of WeChat's snapshot page cannot pay.",
    messageZh: '微信快照页的用户不能支付。',
    remedy: {
      en: 'Ask the user to tap 使用完整服务 at the lower right.',
      zh: '请引导用户点击右下角的“使用完整服务”后再支付。',
    },
    payerMessage: {
      en: 'Tap 使用完整服务 at the lower right, then pay again.',
      zh: '请点击右下角的“使用完整服务”，然后重新支付。',
    },
  },
  'origin-not-allowed': {
    status: 403,
    actor: 'code',
    message: 'A page of another origin called, and it is not one of ours.',
    messageZh: '发起请求的页面来自未允许的域名。',
    remedy: {
      en: 'Add the origin of the page to the option `allowedOrigins`, if it is yours.',
      zh: '若该页面属于您，请把它的域名加入 allowedOrigins。',
    },
  },
}
