import type { Middleware } from 'koa'
import { seconds } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Random } from '../crypto/random.ts'
import { Refusal } from '../http/call.ts'
import type { CallState } from '../http/context.ts'
import { API_ERRORS, type ErrCode } from './errors.ts'

/** A business error of api.weixin.qq.com. */
export class ApiRefusal extends Refusal {
  readonly errcode: ErrCode
  /** `text` replaces WeChat’s words where they name the caller. */
  constructor(errcode: ErrCode, text?: string) {
    const { errmsg, field, en, zh } = API_ERRORS[errcode]
    super(text ?? errmsg, { code: String(errcode), en, zh, field })
    this.errcode = errcode
  }
}

/** The time in hex, then two groups that look random. */
const rid = (ms: number, random: Random): string =>
  `${seconds(ms).toString(16).padStart(8, '0')}-${random.hex(8)}-${random.hex(8)}`

/** cgi-bin adds a hint, and has no comma before its rid; sns has one. */
function errmsgOf(
  { clock, random }: Context,
  { errcode, message }: ApiRefusal,
  path: string,
): string {
  const id = rid(clock.wall(), random)
  if (path.startsWith('/sns/')) return `${message}, rid: ${id}`
  const hint =
    errcode === 40001
      ? ', could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r'
      : ''
  return `${message}${hint} rid: ${id}`
}

/** HTTP 200 for success and for every business error: the body tells which. */
export const apiRefusals = (context: Context): Middleware<CallState> =>
  async function apiRefusals(ctx, next) {
    try {
      await next()
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error
      const { call } = ctx.state
      call.code = String(error.errcode)
      call.reason = error.reason
      ctx.status = 200
      ctx.body = { errcode: error.errcode, errmsg: errmsgOf(context, error, ctx.path) }
    }
    ctx.type = ctx.path.startsWith('/sns/')
      ? 'application/json; charset=utf-8'
      : 'application/json; encoding=utf-8'
  }
