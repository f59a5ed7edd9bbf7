import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Requester } from '../orders.ts'
import type { Weixin } from '../weixin.ts'
import { sessionOf } from './session.ts'

/** Who asks: the app's `payer`, else our own session. Throws `snapshot-user`. */
export async function requesterOf(
  ctx: Context,
  weixin: Weixin,
): Promise<Requester & { by: 'page' }> {
  if (weixin.payer) return { by: 'page', ctx, openid: (await weixin.payer(ctx)) ?? null }
  const session = await sessionOf(ctx, weixin)
  if (session?.isSnapshot) throw new WeixinError('snapshot-user')
  return { by: 'page', ctx, openid: session?.openid ?? null }
}
