import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import { internalsOf, type Internals } from '../internals.ts'
import type { Session } from '../sign-in/session.ts'
import type { SignedIn } from '../sign-in/sign-in.ts'
import type { Weixin } from '../weixin.ts'
import { sessionCookie, setCookie } from './cookies.ts'

/** What is used of koa-session's `ctx.session`. */
interface KoaSession {
  [name: string]: unknown
  regenerate?: () => unknown
}

/**
 * Who is signed in; null when nobody is. Throws `session-missing` where the option `session` is `koa-session` and there
 * is no `ctx.session`.
 *
 * @example
 * const session = await sessionOf(ctx, weixin)
 * if (session) ctx.body = await ordersOf(session.openid)
 */
export async function sessionOf(ctx: Context, weixin: Weixin): Promise<Session | null> {
  return readSession(ctx, internalsOf(weixin))
}

/** The same, for our own middleware. */
export async function readSession(ctx: Context, instance: Internals): Promise<Session | null> {
  const { session: store, signIn } = instance
  const name = sessionCookie(instance)
  if (store === 'cookie') return signIn.session(ctx.cookies.get(name))
  if (store !== 'koa-session') return (await store.read(ctx)) ?? null
  const sealed = koaSession(ctx)[name]
  return signIn.session(typeof sealed === 'string' ? sealed : undefined)
}

/** Stores the session of a user who has just signed in. */
export async function storeSession(
  ctx: Context,
  instance: Internals,
  { session, sealedSession, lifeSeconds }: SignedIn,
): Promise<void> {
  const { session: store } = instance
  const name = sessionCookie(instance)
  if (store === 'cookie') setCookie(ctx, instance, { name, value: sealedSession, lifeSeconds })
  else if (store !== 'koa-session') await store.write(ctx, session)
  else {
    const stored = koaSession(ctx)
    // Encrypted here too: without a store, koa-session only signs what it puts into its cookie.
    stored[name] = sealedSession
    // A new id, so that nobody who knew the old one is signed in with it.
    await stored.regenerate?.()
  }
}

/**
 * Signs the user of this request out, in a route of the app's own. `signOut` is the middleware.
 *
 * @example
 * router.post('/account/delete', async (ctx) => { await clearSession(ctx, weixin) })
 */
export async function clearSession(ctx: Context, weixin: Weixin): Promise<void> {
  const instance = internalsOf(weixin)
  const { session: store } = instance
  const name = sessionCookie(instance)
  if (store === 'cookie') setCookie(ctx, instance, { name, value: '', lifeSeconds: 0 })
  else if (store === 'koa-session') delete koaSession(ctx)[name]
  else await store.write(ctx, null)
}

function koaSession(ctx: Context): KoaSession {
  const { session } = ctx as { session?: unknown }
  if (typeof session !== 'object' || session === null) throw new WeixinError('session-missing')
  return session as KoaSession
}
