import type { Text } from '../catalogue/entry.ts'
import { remedies } from './remedies.ts'
import type { Row } from './row.ts'

/** The code of a sign-in is good for one exchange within five minutes. */
const code = (meaning: Text): Row => ({
  becomes: 'code-refused',
  actor: 'user',
  invalid: 'code',
  meaning,
  remedy: remedies.signIn,
})

/** The user's own token, which is not the account's access_token. */
const token = (meaning: Text): Row => ({
  becomes: 'web-token-refused',
  actor: 'user',
  invalid: 'token',
  meaning,
  remedy: remedies.signIn,
})

/**
 * What the sns calls of a sign-in mean by their codes; a code that is not here means the same as in
 * `api`. Source: developers.weixin.qq.com, 网页授权.
 */
export const oauthCodes: Record<string, Row> = {
  '40029': code({
    en: 'The code is wrong, or for another appId.',
    zh: 'code 无效或不属于该 AppID',
  }),
  '40163': code({ en: 'The code was used before.', zh: 'code 已被使用' }),
  '41008': code({ en: 'The code is missing.', zh: '缺少 code' }),
  '42003': code({ en: 'The code has expired.', zh: 'code 已过期' }),
  '40001': token({ en: "The user's token is invalid.", zh: '用户 access_token 无效' }),
  '40003': token({ en: 'The token belongs to another openid.', zh: 'openid 与 token 不匹配' }),
  '40014': token({ en: "The user's token is malformed.", zh: '用户 access_token 不合法' }),
  '40030': token({ en: 'The refresh_token is invalid.', zh: 'refresh_token 无效' }),
  '42001': token({ en: "The user's token has expired.", zh: '用户 access_token 已过期' }),
  '42002': token({ en: 'The refresh_token has expired.', zh: 'refresh_token 已过期' }),
  '42007': token({
    en: 'The user changed the WeChat password, which ends the authorization.',
    zh: '用户修改了微信密码，授权已失效',
  }),
  '50001': token({ en: 'The user has not authorized this.', zh: '用户未授权' }),
  '48001': {
    actor: 'user',
    meaning: {
      en: 'The token was granted with snsapi_base, or to a user of the snapshot page, and reads no profile.',
      zh: '该 token 仅有 snsapi_base 授权，或用户处于快照页，不能获取用户信息',
    },
    remedy: {
      en: 'Start the sign-in again with the scope snsapi_userinfo.',
      zh: '请以 snsapi_userinfo 重新发起授权。',
    },
  },
}
