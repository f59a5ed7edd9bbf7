import { billFile } from '../domain/bills/bill-file.ts'
import type { Ctx } from '../http/context.ts'
import { sendFile } from '../http/send-file.ts'
import { findLink } from '../state/bill-links.ts'
import type { Context } from '../context.ts'
import * as errors from './errors.ts'

/** GET /v3/billdownload/file?token=…, its Authorization checked: the bare file, which no Wechatpay header vouches for. */
export function download({ state, clock, overrides }: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const token = new URLSearchParams(ctx.querystring).get('token') ?? ''
  const link = findLink(state.billLinks, token, clock.now())
  call.check('token known and younger than 5 minutes', link !== undefined)
  if (!link) throw errors.deadLink()
  const { isZipped } = link
  // As captured from WeChat (github.com/yansongda/pay/issues/882, wechatpay-openapi).
  const type = isZipped ? 'application/x-gzip' : 'text/plain'
  const file = billFile(state, link) ?? ''
  sendFile(ctx, { file, isZipped, type }, overrides.spoiledDownloads)
}
