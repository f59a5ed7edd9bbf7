import type { Scope } from '../protocol/authorize-address.ts'

/** Who is signed in, as our cookie holds it, encrypted. The openid never leaves the server in any other form. */
export interface Session {
  /** The user's id for this Official Account. */
  openid: string
  /** What the user has agreed to: `snsapi_userinfo` shows nickname and avatar. */
  scope: Scope
  /** At most 64 characters. Null without `snsapi_userinfo`, and where WeChat gives none. */
  nickname: string | null
  /** An address of WeChat's. Null without `snsapi_userinfo`, and where WeChat gives none. */
  avatar: string | null
  /** The user's id for all accounts that are bound to one open-platform account; null without one. */
  unionid: string | null
  /** Whether this is a virtual user of WeChat's snapshot page (快照页). */
  isSnapshot: boolean
}

/** How long a session lasts, in seconds: 30 days. */
export const SESSION_LIFE_SECONDS: number = 30 * 24 * 60 * 60

/** All cookies of a request should stay below 4 KB: what is longer than anything that WeChat sends is left out. */
const MAX_NICKNAME = 64
const MAX_AVATAR_BYTES = 512
const MAX_UNIONID_BYTES = 128

const fits = (text: string | null, most: number): text is string =>
  text !== null && Buffer.byteLength(text) <= most

/** A session that fits into a cookie. */
export function fitting(session: Session): Session {
  const { nickname, avatar, unionid } = session
  return {
    ...session,
    nickname: nickname === null ? null : Array.from(nickname).slice(0, MAX_NICKNAME).join(''),
    avatar: fits(avatar, MAX_AVATAR_BYTES) ? avatar : null,
    unionid: fits(unionid, MAX_UNIONID_BYTES) ? unionid : null,
  }
}

/** A silent sign-in keeps what the same user agreed to show before. */
export function keepingProfile(session: Session, previous: Session | null): Session {
  if (session.scope === 'snsapi_userinfo' || previous?.scope !== 'snsapi_userinfo') return session
  if (previous.openid !== session.openid) return session
  const { scope, nickname, avatar } = previous
  return { ...session, scope, nickname, avatar, unionid: session.unionid ?? previous.unionid }
}
