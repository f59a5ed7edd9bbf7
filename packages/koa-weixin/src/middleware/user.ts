import type { Middleware } from 'koa'
import type { UserReply } from 'weixin-contract'
import type { Weixin } from '../weixin.ts'
import { answerPage } from './answer.ts'
import { sessionOf } from './session.ts'

/** `GET user`: who is signed in, as the page may see them. Never the openid. */
export function user(weixin: Weixin): Middleware {
  return async function weixinUser(ctx) {
    await answerPage(ctx, weixin, async (): Promise<UserReply> => {
      const session = await sessionOf(ctx, weixin)
      if (!session) return { user: null }
      const { nickname, avatar, isSnapshot } = session
      return { user: { nickname, avatar, isSnapshot } }
    })
  }
}
