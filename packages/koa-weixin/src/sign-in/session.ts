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

/** A silent sign-in keeps what the same visitor consented to before. */
export function keepingProfile(session: Session, previous: Session | null): Session {
  if (session.scope === 'snsapi_userinfo' || previous?.scope !== 'snsapi_userinfo') return session
  if (previous.openid !== session.openid) return session
  const { scope, nickname, avatar } = previous
  return { ...session, scope, nickname, avatar, unionid: session.unionid ?? previous.unionid }
}
