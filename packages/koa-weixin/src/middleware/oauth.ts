import type { Context, Middleware } from 'koa'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { Weixin } from '../weixin.ts'
import { answerPage } from './answer.ts'
import { sessionCookie, setCookie, stateCookie } from './cookies.ts'
import { queryText } from './query.ts'

export interface OAuthOptions {
  /** What is asked for where the address says nothing. @default the option `signIn.scope` */
  scope?: Scope
}

/**
 * `GET oauth?returnTo=/path&scope=…` sends the visitor to WeChat; WeChat sends them back to the
 * same address with a code, and from there they go on to `returnTo`.
 */
export function oauth(weixin: Weixin, { scope = weixin.scope }: OAuthOptions = {}): Middleware {
  return async function weixinOAuth(ctx) {
    const code = queryText(ctx, 'code')
    const state = queryText(ctx, 'state')
    await redirecting(ctx, weixin, () =>
      code && state
        ? finish(ctx, weixin, { code, state })
        : begin(ctx, weixin, {
            returnTo: queryText(ctx, 'returnTo') ?? '/',
            scope: queryText(ctx, 'scope') ?? scope,
          }),
    )
  }
}

async function begin(
  ctx: Context,
  weixin: Weixin,
  wish: { returnTo: string; scope: string },
): Promise<string> {
  const { address, state, sealedState, lifeSeconds } = await weixin.signIn.begin(wish)
  setCookie(ctx, weixin, {
    name: stateCookie(state),
    value: sealedState,
    path: `${weixin.base}/oauth`,
    lifeSeconds,
  })
  return address
}

async function finish(
  ctx: Context,
  weixin: Weixin,
  { code, state }: { code: string; state: string },
): Promise<string> {
  const sealedState = /^[0-9A-Za-z]{1,128}$/.test(state)
    ? ctx.cookies.get(stateCookie(state))
    : undefined
  const { sealedSession, returnTo, lifeSeconds } = await weixin.signIn.finish({
    state,
    code,
    sealedState,
  })
  setCookie(ctx, weixin, {
    name: sessionCookie(weixin),
    value: sealedSession,
    path: '/',
    lifeSeconds,
  })
  return returnTo
}

async function redirecting(
  ctx: Context,
  weixin: Weixin,
  work: () => Promise<string>,
): Promise<void> {
  try {
    const address = await work()
    ctx.set('cache-control', 'no-store')
    ctx.redirect(address)
  } catch (thrown) {
    await answerPage(ctx, weixin, () => Promise.reject(asWeixinError(thrown)))
  }
}
