import type { Context } from '../context.ts'
import type { Why } from '../http/call.ts'
import type { Ctx } from '../http/context.ts'
import { BillRefusal } from './bill-refusal.ts'
import { V2Refusal } from './refusal.ts'
import { refuse, refuseBill } from './response.ts'
import { signTypeOf } from './sign.ts'
import { parseXml } from './xml.ts'

/** The calls that answer with a file have error messages of their own. */
const BILLS: ReadonlyMap<string, 'trades' | 'fund-flow'> = new Map([
  ['/pay/downloadbill', 'trades'],
  ['/pay/downloadfundflow', 'fund-flow'],
])

/** Refuses in the form of the call, signed as the request says. */
function fail(
  context: Context,
  ctx: Ctx,
  { code, text }: { code: string; text: string },
  why: Why,
): void {
  const bill = BILLS.get(ctx.path)
  if (bill) {
    refuseBill(context, ctx, new BillRefusal('system error', code, why), bill)
    return
  }
  const fields = parseXml(ctx.state.raw.toString('utf8')) ?? {}
  refuse(context, ctx, new V2Refusal(code, text, why), signTypeOf(fields) ?? 'MD5')
}

/** What API v2 answers in place of the right response. It has no answer that means accepted and not finished. */
export const v2Faults = {
  systemError(context: Context, ctx: Ctx, why: Why): void {
    fail(context, ctx, { code: 'SYSTEMERROR', text: '系统超时' }, why)
  },
  tooManyRequests(context: Context, ctx: Ctx, why: Why): void {
    fail(context, ctx, { code: 'FREQUENCY_LIMITED', text: '频率限制' }, why)
  },
  accepted: null,
  spoilSignature(ctx: Ctx): void {
    if (typeof ctx.body !== 'string') return
    ctx.body = ctx.body.replace(
      /(<sign><!\[CDATA\[)([0-9A-F]+)/,
      (_all, before: string, sign: string) => before + '0'.repeat(sign.length),
    )
  },
}
