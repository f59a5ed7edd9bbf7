import type { Entry } from './entry.ts'

export type SignInErrorCode =
  | 'return-elsewhere'
  | 'scope-unknown'
  | 'state-unknown'
  | 'state-used'
  | 'code-refused'
  | 'sign-in-required'
  | 'snapshot-visitor'

/** Signing visitors in. */
export const signInErrors: Record<SignInErrorCode, Entry> = {
  'return-elsewhere': {
    status: 400,
    turn: 'code',
    message: '`returnTo` is not a path of this site.',
    remedy: {
      en: 'Give a path that begins with a single slash, such as /orders.',
      zh: 'returnTo 只能是本站路径，例如 /orders。',
    },
  },
  'scope-unknown': {
    status: 400,
    turn: 'code',
    message: 'WeChat knows the scopes snsapi_base and snsapi_userinfo only.',
    remedy: { en: 'Ask for one of the two.', zh: '请使用 snsapi_base 或 snsapi_userinfo。' },
  },
  'state-unknown': {
    status: 400,
    turn: 'user',
    message: 'This sign-in was not begun in this browser, or began too long ago.',
    remedy: { en: 'Start the sign-in again.', zh: '请重新登录。' },
  },
  'state-used': {
    status: 400,
    turn: 'user',
    message: 'This sign-in came back before, with another code.',
    remedy: { en: 'Start the sign-in again.', zh: '请重新登录。' },
  },
  'code-refused': {
    status: 401,
    turn: 'user',
    message: 'WeChat no longer takes the code of this sign-in.',
    remedy: { en: 'Start the sign-in again.', zh: '授权码已失效，请重新登录。' },
  },
  'sign-in-required': {
    status: 401,
    turn: 'user',
    message: 'Nobody is signed in.',
    remedy: {
      en: 'Send the visitor to the address in `signIn`.',
      zh: '请引导用户访问 signIn 中的地址登录。',
    },
  },
  'snapshot-visitor': {
    status: 403,
    turn: 'user',
    message: "A visitor of WeChat's snapshot page cannot pay.",
    remedy: {
      en: 'Ask the visitor to tap 使用完整服务 at the lower right.',
      zh: '请点击右下角「使用完整服务」后再支付。',
    },
  },
}
