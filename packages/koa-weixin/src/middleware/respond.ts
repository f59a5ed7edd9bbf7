import type { Context } from 'koa'
import type { ErrorResponse } from 'weixin-contract'
import { callHandler } from '../call-handler.ts'
import { noteError } from '../diagnostics/observed-response.ts'
import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { Internals } from '../internals.ts'
import { isDue } from './repeated-errors.ts'

/** What a response needs of the instance. */
type Responder = Pick<Internals, 'base' | 'origin' | 'now'>

/** Answers a page with the result of `work`, or with the one shape of a failure. Never cached. */
export async function respond<T>(
  ctx: Context,
  weixin: Responder,
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
export function respondError(ctx: Context, weixin: Responder, thrown: unknown): void {
  const error = asWeixinError(thrown)
  ctx.set('cache-control', 'no-store')
  ctx.status = error.status
  ctx.body = errorResponse(ctx, error, weixin)
  emitError(ctx, weixin, error)
}

/**
 * Passes a failure that was answered here on to the diagnostics and to the app's `error` listener; a refusal concerns only
 * the page. What the app itself threw is passed on as it was, because Koa's default listener prints no cause. The same
 * failure of ours is passed on once an hour, with the number of those between: 47 equal stacks hide every other.
 */
export function emitError(ctx: Context, { now }: Pick<Internals, 'now'>, error: WeixinError): void {
  noteError(ctx, error)
  if (error.expose) return
  const { app } = ctx
  const isOurs = error.code !== 'internal'
  if (isOurs && !isDue(app, error, now())) return
  // A listener that throws must not change the response.
  callHandler(() => app.emit('error', isOurs ? error : error.cause, ctx))
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
