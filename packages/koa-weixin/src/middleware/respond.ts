import type { Context } from 'koa'
import type { ErrorResponse } from 'weixin-contract'
import { callHandler } from '../call-handler.ts'
import { noteError } from '../diagnostics/observed-response.ts'
import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { Internals } from '../internals.ts'

/** Answers a page with the result of `work`, or with the one shape of a failure. Never cached. */
export async function respond<T>(
  ctx: Context,
  weixin: Pick<Internals, 'base' | 'origin'>,
  work: () => Promise<T>,
): Promise<void> {
  ctx.set('cache-control', 'no-store')
  try {
    ctx.body = await work()
  } catch (thrown) {
    respondError(ctx, weixin, thrown)
  }
}

/** Answers a page with the one shape of a failure. Never cached. */
export function respondError(
  ctx: Context,
  weixin: Pick<Internals, 'base' | 'origin'>,
  thrown: unknown,
): void {
  const error = asWeixinError(thrown)
  ctx.set('cache-control', 'no-store')
  ctx.status = error.status
  ctx.body = errorResponse(ctx, error, weixin)
  emitError(ctx, error)
}

/**
 * Passes a failure that was answered here on to the diagnostics and to the app's `error` listener; a refusal concerns only the page. What the
 * app itself threw is passed on as it was, because Koa's default listener prints no cause.
 */
export function emitError(ctx: Context, error: WeixinError): void {
  noteError(ctx, error)
  if (error.expose) return
  const { app } = ctx
  // A listener that throws must not change the response.
  callHandler(() => app.emit('error', error.code === 'internal' ? error.cause : error, ctx))
}

function errorResponse(
  ctx: Context,
  error: WeixinError,
  weixin: Pick<Internals, 'base' | 'origin'>,
): ErrorResponse {
  const { code, summary: message, id, status, remedy } = error
  return {
    error: {
      code,
      message,
      id,
      ...(status === 401 ? { signIn: signInAddress(ctx, error, weixin) } : {}),
      ...(process.env['NODE_ENV'] === 'production' ? {} : { remedy }),
    },
  }
}

/** A page of another origin needs the address in full. */
function signInAddress(
  ctx: Context,
  { code }: WeixinError,
  { base, origin }: Pick<Internals, 'base' | 'origin'>,
): string {
  const from = ctx.get('origin')
  const home = from === '' || from === origin ? '' : origin
  return `${home}${base}/oauth${code === 'consent-required' ? '?scope=snsapi_userinfo' : ''}`
}
