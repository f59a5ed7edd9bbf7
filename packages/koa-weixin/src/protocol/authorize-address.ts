/**
 * What a user consents to (网页授权 scope): `snsapi_base` gives the openid without a consent page, `snsapi_userinfo`
 * also the nickname and the avatar, after a consent page.
 */
export type Scope = 'snsapi_base' | 'snsapi_userinfo'

export interface AuthorizeInput {
  /** WeChat's host, `https://open.weixin.qq.com`. */
  open: string
  appId: string
  redirectUri: string
  scope: Scope
  /** Letters and digits, at most 128. */
  state: string
  /** Asks even where WeChat would be silent. @default false */
  forcePopup?: boolean
  /** Shows the snapshot page (快照页). @default false */
  forceSnapShot?: boolean
}

/**
 * The page where the user consents. WeChat matches the parameters by their order, so the text is built
 * by hand. Source: web authorization guide (网页授权), step 1.
 */
export function authorizeAddress({
  open,
  appId,
  redirectUri,
  scope,
  state,
  forcePopup = false,
  forceSnapShot = false,
}: AuthorizeInput): string {
  // What stands behind the # never reaches WeChat, so the two go before it.
  const forced =
    (forcePopup ? '&forcePopup=true' : '') + (forceSnapShot ? '&forceSnapShot=true' : '')
  return (
    `${open}/connect/oauth2/authorize?appid=${appId}` +
    `&redirect_uri=${encodeURIComponent(redirectUri)}` +
    `&response_type=code&scope=${scope}&state=${state}${forced}#wechat_redirect`
  )
}
