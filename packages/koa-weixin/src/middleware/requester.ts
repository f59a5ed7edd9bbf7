import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Requester } from '../orders.ts'
import type { Internals } from '../internals.ts'
import { readSession } from './session.ts'

/** Who requests an order: the openid of the app's `payer`, else of our own session. Throws `snapshot-user`. */
export async function requesterOf(
  ctx: Context,
  instance: Internals,
): Promise<Requester & { by: 'page' }> {
  if (instance.payer) return { by: 'page', ctx, openid: (await instance.payer(ctx)) ?? null }
  const session = await readSession(ctx, instance)
  if (session?.isSnapshot) throw new WeixinError('snapshot-user')
  return { by: 'page', ctx, openid: session?.openid ?? null }
}
