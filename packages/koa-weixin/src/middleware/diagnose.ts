import type { Context, Middleware } from 'koa'
import type { ConfigReport } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { rawBody } from './raw-body.ts'

/** `POST config`: a page tells that WeChat refused what we signed, and hears why. */
export function diagnose(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  return async function weixinDiagnose(ctx) {
    await respond(ctx, instance, async () => {
      const from = ctx.get('origin')
      if (from !== '' && !instance.isAllowedOrigin(from))
        throw new WeixinError('url-not-ours', { detail: 'reported by a page of another origin' })
      return instance.jssdk.diagnose(reportOf(await bodyOf(ctx)))
    })
  }
}

/** The parsed body where a parser was in front, else our own reading of it. */
async function bodyOf(ctx: Context): Promise<unknown> {
  const { body } = ctx.request as { body?: unknown }
  if (typeof body === 'object' && body !== null) return body
  try {
    return JSON.parse((await rawBody(ctx)).toString('utf8'))
  } catch {
    throw new WeixinError('report-malformed')
  }
}

function reportOf(body: unknown): ConfigReport {
  const report = body as Partial<Record<keyof ConfigReport, unknown>> | null
  const { url, checkedUrl, timestamp, nonceStr, signature } = report ?? {}
  if (
    typeof url === 'string' &&
    typeof checkedUrl === 'string' &&
    typeof timestamp === 'number' &&
    typeof nonceStr === 'string' &&
    typeof signature === 'string'
  )
    return { url, checkedUrl, timestamp, nonceStr, signature }
  throw new WeixinError('report-malformed')
}
