import type { Context, Middleware } from 'koa'
import type { ConsentAddress } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import { internalsOf, type Internals } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respondError } from './respond.ts'
import { setStateCookie, stateCookie } from './cookies.ts'
import { queryText } from './query.ts'
import { keepSession, readSession } from './session.ts'

export interface OAuthOptions {
  /** What is asked for where the address says nothing. @default the option `signIn.scope` */
  scope?: Scope
}

/**
 * `GET oauth?returnTo=/path&scope=…` sends the visitor to WeChat; WeChat sends them back to the
 * same address with a code, and from there they go on to `returnTo`. With `mode=url` the answer is
 * `{ url }`, for a page that goes to WeChat by itself. `forcePopup=true` and `forceSnapShot=true`
 * are handed on to WeChat.
 */
export function oauth(weixin: Weixin, options: OAuthOptions = {}): Middleware {
  const instance = internalsOf(weixin)
  const { scope = instance.scope } = options
  return async function weixinOAuth(ctx) {
    try {
      const isBack = ctx.query['code'] !== undefined || ctx.query['state'] !== undefined
      const url = isBack ? await finish(ctx, instance, scope) : await begin(ctx, instance, scope)
      ctx.set('cache-control', 'no-store')
      if (!isBack && queryText(ctx, 'mode') === 'url') ctx.body = { url } satisfies ConsentAddress
      else ctx.redirect(url)
    } catch (thrown) {
      respondError(ctx, instance, thrown)
    }
  }
}

async function begin(ctx: Context, instance: Internals, scope: Scope): Promise<string> {
  const begun = await instance.signIn.begin({
    returnTo: agreed(ctx.query['returnTo'], '/'),
    scope: agreed(ctx.query['scope'], scope),
    forcePopup: queryText(ctx, 'forcePopup') === 'true',
    forceSnapShot: queryText(ctx, 'forceSnapShot') === 'true',
  })
  setStateCookie(ctx, instance, begun)
  return begun.address
}

/** A parameter may come twice, in `signIn` and from the page; where the two differ, it is refused. */
function agreed(given: string | string[] | undefined, fallback: string): string {
  const [value = fallback, ...others] = new Set([given ?? []].flat())
  return others.length === 0 ? value : ''
}

async function finish(ctx: Context, instance: Internals, scope: Scope): Promise<string> {
  const state = stateOf(ctx)
  const outcome = await instance.signIn.finish({
    state,
    code: codeOf(ctx),
    sealedState: ctx.cookies.get(stateCookie(state)),
    isAgain: ctx.query['again'] !== undefined,
    scope,
    previous: await readSession(ctx, instance),
  })
  if ('address' in outcome) {
    setStateCookie(ctx, instance, outcome)
    return outcome.address
  }
  await keepSession(ctx, instance, outcome)
  return withOwnFragment(outcome.returnTo)
}

/** A browser carries WeChat's `#wechat_redirect` over to an address without a fragment of its own. */
function withOwnFragment(address: string): string {
  return address.includes('#') ? address : `${address}#`
}

/** Throws `state-unknown` for what we never hand out. */
function stateOf(ctx: Context): string {
  const state = queryText(ctx, 'state')
  if (state === undefined || !/^[0-9A-Za-z]{32}$/.test(state))
    throw new WeixinError('state-unknown')
  return state
}

/** Throws `consent-refused` where WeChat sends none, `code-refused` for what WeChat never sends. */
function codeOf(ctx: Context): string {
  if (ctx.query['code'] === undefined) throw new WeixinError('consent-refused')
  const code = queryText(ctx, 'code')
  if (code === undefined || !/^[\x21-\x7e]{1,512}$/.test(code))
    throw new WeixinError('code-refused', { detail: 'not the form of a code' })
  return code
}
