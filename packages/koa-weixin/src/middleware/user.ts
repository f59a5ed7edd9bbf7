import type { Middleware } from 'koa'
import type { UserResponse } from 'weixin-contract'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { readSession } from './session.ts'

/**
 * `GET user`: who is signed in, as the page may see them: `{ user: { nickname, avatar, isSnapshot } | null }`, never the
 * openid.
 *
 * @example
 * router.get('/user', user(weixin))
 */
export function user(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  return observedResponse(instance, async function weixinUser(ctx) {
    await respond(ctx, instance, async (): Promise<UserResponse> => {
      const session = await readSession(ctx, instance)
      if (!session) return { user: null }
      const { nickname, avatar, isSnapshot } = session
      return { user: { nickname, avatar, isSnapshot } }
    })
  })
}
