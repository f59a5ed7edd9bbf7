import type { Context } from 'koa'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Internals } from '../internals.ts'
import { signInErrorHtml, signInErrorPage } from '../sign-in/error-page.ts'
import { isScope } from '../sign-in/states.ts'
import { isNavigation } from './navigation.ts'
import { emitError, respondError } from './respond.ts'

/** Nothing is loaded, and no script runs. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

/**
 * Answers a failed sign-in: a page load with a small page in the user's language that leads on, or with the app's own
 * (the option `signIn.errorPage`); a call of a page's script with JSON. Never cached.
 */
export async function respondSignInError(
  ctx: Context,
  instance: Internals,
  thrown: unknown,
  { returnTo = '/', scope }: { returnTo?: string | undefined; scope?: string | undefined } = {},
): Promise<void> {
  if (!isNavigation(ctx)) return respondError(ctx, instance, thrown)
  const error = asWeixinError(thrown)
  const { base, errorPage } = instance
  const query = new URLSearchParams({ returnTo, ...(isScope(scope) ? { scope } : {}) })
  const language = ctx.acceptsLanguages('zh', 'en') === 'zh' ? 'zh' : 'en'
  const page = signInErrorPage(error, { language, signIn: `${base}/oauth?${query}` })
  ctx.set('cache-control', 'no-store')
  ctx.vary('Accept-Language')
  ctx.status = error.status
  emitError(ctx, instance, error)
  if (errorPage) {
    try {
      await errorPage(ctx, page)
      return
    } catch (failure) {
      emitError(ctx, instance, asWeixinError(failure))
      ctx.status = error.status
    }
  }
  ctx.set('content-security-policy', POLICY)
  ctx.type = 'html'
  ctx.body = signInErrorHtml(page)
}
