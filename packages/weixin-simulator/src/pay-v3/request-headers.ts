import type { Ctx } from '../http/context.ts'
import { Unauthorised } from './unauthorised.ts'

/** On these paths WeChat looks for both headers before it looks at the signature; order calls go straight to it. */
const CHECKED_FIRST = /^\/v3\/(certificates|refund\/)/

export function requireHeaders(ctx: Ctx): void {
  if (!CHECKED_FIRST.test(ctx.path)) return
  const isGiven = ctx.get('Accept') !== '' && ctx.get('User-Agent') !== ''
  ctx.state.call.require(
    'Accept and User-Agent',
    isGiven,
    () =>
      new Unauthorised(
        { status: 400, code: 'INVALID_REQUEST', message: 'Http头缺少Accept或User-Agent' },
        {
          en: 'Send Accept: application/json and a User-Agent with every request.',
          zh: '每个请求都要带 Accept: application/json 和 User-Agent。',
          field: ctx.get('Accept') === '' ? 'Accept' : 'User-Agent',
        },
      ),
  )
}
