import type { Context, Middleware } from 'koa'
import type { ConfigReport } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { createBodyReader } from './raw-body.ts'

/** Larger than any report: five short fields, two of which are addresses. */
const MAX_BYTES = 32 * 1024

/**
 * `POST config`: a page reports that WeChat rejected what we signed, and receives the reason and, where that helps, a
 * new signature.
 *
 * @example
 * router.post('/config', diagnose(weixin))
 */
export function diagnose(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  const bodies = createBodyReader({ maxBytes: MAX_BYTES })

  /** The parsed body where a parser stands in front, else the parsed text of our own reading. */
  async function bodyOf(ctx: Context): Promise<unknown> {
    const { body } = ctx.request as { body?: unknown }
    if (typeof body === 'object' && body !== null && !(body instanceof Uint8Array)) return body
    try {
      return JSON.parse((bodies.left(ctx) ?? (await bodies.read(ctx))).toString('utf8'))
    } catch {
      throw new WeixinError('report-malformed')
    }
  }

  return observedResponse(instance, async function weixinDiagnose(ctx) {
    await respond(ctx, instance, async () => {
      const from = ctx.get('origin')
      if (from !== '' && !instance.isAllowedOrigin(from))
        throw new WeixinError('url-not-ours', { detail: 'reported by a page of another origin' })
      return instance.jssdk.diagnose(reportOf(await bodyOf(ctx)))
    })
  })
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
