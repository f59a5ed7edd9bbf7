import type { Scope } from './codes.ts'
import type { Random } from '../crypto/random.ts'
import { addLive } from './live.ts'
import { newToken } from './tokens.ts'

/** The token of one user's sign-in: another thing than the global access_token. */
export interface WebToken {
  openid: string
  scope: Scope
  accessToken: string
  /** Milliseconds. */
  accessUntil: number
  refreshToken: string
  /** Milliseconds. */
  refreshUntil: number
}

/** In milliseconds: two hours. */
export const WEB_TOKEN_LIFE = 7_200_000
const REFRESH_LIFE = 30 * 86_400_000

export function issueWebToken(
  webTokens: WebToken[],
  of: { openid: string; scope: Scope },
  now: number,
  random: Random,
): WebToken {
  const issued = {
    ...of,
    accessToken: newToken(random),
    accessUntil: now + WEB_TOKEN_LIFE,
    refreshToken: newToken(random),
    refreshUntil: now + REFRESH_LIFE,
  }
  return addLive(webTokens, (one) => one.refreshUntil > now - REFRESH_LIFE, issued)
}

/** Expired: a new access token. Not yet: the same one lives two hours more. */
export function refreshWebToken(token: WebToken, now: number, random: Random): void {
  if (token.accessUntil <= now) token.accessToken = newToken(random)
  token.accessUntil = now + WEB_TOKEN_LIFE
}
