import type { Context, Middleware } from 'koa'
import type { ConsentAddress } from 'weixin-contract'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf, type Internals } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { setStateCookie, stateCookie } from './cookies.ts'
import { isNavigation } from './navigation.ts'
import { queryText } from './query.ts'
import { respondSignInError } from './respond-page-error.ts'
import { readSession, storeSession } from './session.ts'

/** How a route signs users in. */
export interface OAuthOptions {
  /** The scope of a sign-in whose address names none. @default the option `signIn.scope` */
  scope?: Scope
}

/**
 * `GET oauth?returnTo=/path&scope=…` redirects the user to WeChat, which redirects them back to the same address with a
 * code; from there they go on to `returnTo`. With `mode=url` the answer is `{ url }`, for a page that goes to WeChat by
 * itself. `forcePopup=true` and `forceSnapShot=true` are passed on to WeChat. A page load that fails is answered with a
 * small page that leads on (the option `signIn.errorPage`), anything else with JSON.
 *
 * @example
 * router.get('/oauth', oauth(weixin, { scope: 'snsapi_userinfo' }))
 */
export function oauth(weixin: Weixin, options: OAuthOptions = {}): Middleware {
  const instance = internalsOf(weixin)
  const { scope = instance.scope } = options
  return observedResponse(instance, async function weixinOAuth(ctx) {
    const isBack = ctx.query['code'] !== undefined || ctx.query['state'] !== undefined
    try {
      const url = isBack ? await finish(ctx, instance, scope) : await begin(ctx, instance, scope)
      ctx.set('cache-control', 'no-store')
      if (!isBack && queryText(ctx, 'mode') === 'url') ctx.body = { url } satisfies ConsentAddress
      else ctx.redirect(url)
    } catch (thrown) {
      const request = isBack ? await requestOf(ctx, instance) : { scope: queryText(ctx, 'scope') }
      const address = await leadOn(ctx, instance, thrown, request)
      if (address === undefined) await respondSignInError(ctx, instance, thrown, request)
      else ctx.redirect(address)
    }
  })
}

async function begin(ctx: Context, instance: Internals, scope: Scope): Promise<string> {
  const consent = await instance.signIn.begin({
    returnTo: agreed(ctx.query['returnTo'], '/'),
    scope: agreed(ctx.query['scope'], scope),
    forcePopup: queryText(ctx, 'forcePopup') === 'true',
    forceSnapShot: queryText(ctx, 'forceSnapShot') === 'true',
  })
  setStateCookie(ctx, instance, consent)
  return consent.address
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
    sealedState: ctx.cookies.get(stateCookie(instance, state)),
    isAgain: ctx.query['again'] !== undefined,
    scope,
    previous: await readSession(ctx, instance),
  })
  if ('address' in outcome) {
    setStateCookie(ctx, instance, outcome)
    return outcome.address
  }
  await storeSession(ctx, instance, outcome)
  return withOwnFragment(outcome.returnTo)
}

/** What the sign-in was begun for, where this browser still has the cookie of its state. */
async function requestOf(
  ctx: Context,
  { signIn, origin }: Internals,
): Promise<{ returnTo?: string; scope?: string }> {
  const state = queryText(ctx, 'state') ?? ''
  const sealed = STATE.test(state) ? ctx.cookies.get(stateCookie({ origin }, state)) : undefined
  const content = sealed === undefined ? undefined : await signIn.open(state, sealed)
  return content ? { returnTo: content.returnTo, scope: content.scope } : {}
}

/** Errors of an address that was loaded before: Back leads to it, and WeChat adds another code. */
const LOADED_BEFORE = new Set(['state-used', 'code-refused', 'cookie-lost'])

/** Where a page load goes on that comes back to a sign-in which is done: the user is signed in already. */
async function leadOn(
  ctx: Context,
  instance: Internals,
  thrown: unknown,
  { returnTo = '/', scope = 'snsapi_base' }: { returnTo?: string; scope?: string | undefined },
): Promise<string | undefined> {
  if (!isNavigation(ctx) || !LOADED_BEFORE.has(asWeixinError(thrown).code)) return undefined
  const session = await readSession(ctx, instance).catch(() => null)
  const isEnough = session && (scope === 'snsapi_base' || session.scope === scope)
  if (!isEnough) return undefined
  ctx.set('cache-control', 'no-store')
  return withOwnFragment(returnTo)
}

/** A browser carries WeChat's `#wechat_redirect` over to an address without a fragment of its own. */
function withOwnFragment(address: string): string {
  return address.includes('#') ? address : `${address}#`
}

const STATE = /^[0-9A-Za-z]{32}$/

/** Throws `state-unknown` for what we never hand out, such as `STATE` in a link that was made by hand. */
function stateOf(ctx: Context): string {
  const state = queryText(ctx, 'state')
  if (state === undefined || !STATE.test(state)) throw new WeixinError('state-unknown')
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
