import type { Context } from 'koa'
import type { ErrorReply } from 'weixin-contract'
import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'

/** Answers a page with what `work` gives, or with the one shape of a failure. Never cached. */
export async function answerPage<T>(
  ctx: Context,
  weixin: Pick<Weixin, 'base'>,
  work: () => Promise<T>,
): Promise<void> {
  ctx.set('cache-control', 'no-store')
  try {
    ctx.body = await work()
  } catch (thrown) {
    const error = asWeixinError(thrown)
    ctx.status = error.status
    ctx.body = errorReply(error, weixin)
    tellApp(ctx, error)
  }
}

/**
 * The app's own listener hears of failures that were answered here; refusals are the page's affair.
 * What the app itself threw goes on as it was, because Koa's default listener prints no cause.
 */
export function tellApp(ctx: Context, error: WeixinError): void {
  if (error.expose) return
  ctx.app.emit('error', error.code === 'internal' ? error.cause : error, ctx)
}

function errorReply(error: WeixinError, { base }: Pick<Weixin, 'base'>): ErrorReply {
  const { code, summary: message, id, status, remedy } = error
  return {
    error: {
      code,
      message,
      id,
      ...(status === 401 ? { signIn: `${base}/oauth` } : {}),
      ...(process.env['NODE_ENV'] === 'production' ? {} : { remedy }),
    },
  }
}
