import type { Middleware } from 'koa'
import type { UserResponse } from 'weixin-contract'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { sessionOf } from './session.ts'

/** `GET user`: who is signed in, as the page may see them. Never the openid. */
export function user(weixin: Weixin): Middleware {
  return async function weixinUser(ctx) {
    await respond(ctx, weixin, async (): Promise<UserResponse> => {
      const session = await sessionOf(ctx, weixin)
      if (!session) return { user: null }
      const { nickname, avatar, isSnapshot } = session
      return { user: { nickname, avatar, isSnapshot } }
    })
  }
}
