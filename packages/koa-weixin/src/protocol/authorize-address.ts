export type Scope = 'snsapi_base' | 'snsapi_userinfo'

export interface AuthorizeInput {
  /** WeChat's host, `https://open.weixin.qq.com`. */
  open: string
  appId: string
  redirectUri: string
  scope: Scope
  /** Letters and digits, at most 128. */
  state: string
}

/**
 * Where the visitor consents. WeChat matches the parameters by their order, so the text is built
 * by hand. Source: web authorization guide (网页授权), step 1.
 */
export function authorizeAddress({
  open,
  appId,
  redirectUri,
  scope,
  state,
}: AuthorizeInput): string {
  return (
    `${open}/connect/oauth2/authorize?appid=${appId}` +
    `&redirect_uri=${encodeURIComponent(redirectUri)}` +
    `&response_type=code&scope=${scope}&state=${state}#wechat_redirect`
  )
}
