import type { Middleware } from 'koa'
import type { CallState, Ctx } from '../http/context.ts'
import { H5_PATH } from '../domain/addresses.ts'
import type { Context } from '../context.ts'
import { ApiRefusal, apiRefusals } from './refusal.ts'
import { checkAuth, exchangeCode, refreshToken, userInfo } from './sign-in.ts'
import { classicToken, stableToken, ticket } from './tokens.ts'

type Handler = (context: Context, ctx: Ctx) => void

const CALLS: Record<string, { method: 'GET' | 'POST'; answer: Handler }> = {
  '/cgi-bin/token': { method: 'GET', answer: classicToken },
  '/cgi-bin/stable_token': { method: 'POST', answer: stableToken },
  '/cgi-bin/ticket/getticket': { method: 'GET', answer: ticket },
  '/sns/oauth2/access_token': { method: 'GET', answer: exchangeCode },
  '/sns/oauth2/refresh_token': { method: 'GET', answer: refreshToken },
  '/sns/userinfo': { method: 'GET', answer: userInfo },
  '/sns/auth': { method: 'GET', answer: checkAuth },
}

/** api.weixin.qq.com. A wrong path or method is a business error there too, so a table serves better than a router. */
export function apiRoutes(context: Context): Middleware<CallState> {
  const refusals = apiRefusals(context)
  return async function api(ctx, next) {
    // The H5 cashier has a path of this form too, on another of WeChat's hosts.
    if (!/^\/(cgi-bin|sns)\//.test(ctx.path) || ctx.path === H5_PATH) return next()
    await refusals(ctx, async () => {
      const { call } = ctx.state
      const known = Object.hasOwn(CALLS, ctx.path) ? CALLS[ctx.path] : undefined
      call.check('path', known !== undefined)
      if (!known) throw new ApiRefusal(40066)
      const wrongMethod = known.method === 'GET' ? 43001 : 43002
      call.require('method', ctx.method === known.method, () => new ApiRefusal(wrongMethod))
      known.answer(context, ctx)
    })
  }
}
