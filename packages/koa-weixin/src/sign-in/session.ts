import type { Scope } from '../protocol/authorize-address.ts'

/** Who is signed in, as our own cookie remembers. The openid never leaves the server unsealed. */
export interface Session {
  openid: string
  scope: Scope
  nickname: string | null
  avatar: string | null
  unionid: string | null
  /** A virtual visitor of WeChat's snapshot page. */
  isSnapshot: boolean
}

export const SESSION_LIFE_SECONDS: number = 30 * 24 * 60 * 60
