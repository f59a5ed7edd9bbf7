import { catalogue } from './catalogue.ts'
import { apiCodes } from './weixin-codes/api.ts'
import { oauthCodes } from './weixin-codes/oauth.ts'
import type { Row, WeixinCall, WeixinCode, WeixinCodeFamily } from './weixin-codes/row.ts'
import { v2Codes } from './weixin-codes/v2.ts'
import { v3Codes } from './weixin-codes/v3.ts'
import { WeixinError, type WeixinResponse } from './weixin-error.ts'

export type { WeixinCall, WeixinCode, WeixinCodeFamily } from './weixin-codes/row.ts'

const families: Record<WeixinCodeFamily, ReadonlyMap<string, Row>> = {
  api: byName(apiCodes),
  oauth: byName({ ...apiCodes, ...oauthCodes }),
  v3: byName(v3Codes),
  v2: byName(v2Codes),
}

function byName(codes: Record<string, Row>): ReadonlyMap<string, Row> {
  return new Map(Object.entries(codes).map(([code, row]) => [nameOf(code), row]))
}

/** WeChat writes ORDER_NOT_EXIST and ORDERNOTEXIST, No Bill Exist and NO_BILL_EXIST. */
function nameOf(code: string): string {
  return code.toUpperCase().replaceAll(/[ _]/g, '')
}

/**
 * What is known of a code that WeChat returned; undefined for a code that is not in the table.
 * `call` says which call it answers, where that decides what it becomes.
 */
export function weixinCode(
  family: WeixinCodeFamily,
  code: string | undefined,
  call?: WeixinCall,
): WeixinCode | undefined {
  const row = code === undefined ? undefined : families[family].get(nameOf(code))
  if (!row) return undefined
  const { on = {}, becomes = 'weixin-refused', ...known } = row
  const special = call && on[call]
  if (special === undefined || special === 'refund-refused')
    return { becomes: special ?? becomes, ...known }
  // An error of ours that stands for this one code at this one call has the better remedy.
  const { actor, remedy } = catalogue[special]
  return { ...known, becomes: special, actor, remedy }
}

/**
 * The error for a refusal by WeChat: what its code becomes (`weixin-refused` for one that is not in
 * the table), with the actor and the remedy of that code. Where WeChat names an IP address that is
 * not allowed, the detail is that address.
 */
export function weixinRefusal(
  family: WeixinCodeFamily,
  response: WeixinResponse,
  { call, detail }: { call?: WeixinCall; detail?: string } = {},
): WeixinError {
  const known = weixinCode(family, response.code, call)
  const exact =
    detail ?? (known?.becomes === 'address-not-allowed' ? addressOf(response) : undefined)
  return new WeixinError(known?.becomes ?? 'weixin-refused', {
    response,
    ...(known && { known }),
    ...(exact !== undefined && { detail: exact }),
  })
}

/** For the reader only: the code alone decides which error it is. */
function addressOf({ message }: WeixinResponse): string | undefined {
  return /invalid ip ([0-9a-f.:]+)/i.exec(message)?.[1]
}
