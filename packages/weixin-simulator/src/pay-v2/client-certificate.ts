import { TLSSocket } from 'node:tls'
import type { Ctx } from '../http/context.ts'
import * as errors from './errors.ts'

/** The front server wants a certificate of WeChat Pay's authority, WeChat Pay the merchant's own. */
export function requireCertificate(ctx: Ctx, mchId: string): void {
  const { call } = ctx.state
  const { socket } = ctx.req
  const isShown = socket instanceof TLSSocket && socket.authorized
  call.require('client certificate', isShown, errors.noCertificate)
  const { subject } = (socket as TLSSocket).getPeerCertificate()
  call.require('certificate of mch_id', subject?.CN === mchId, errors.otherCertificate)
}
