import { catalogue } from './catalogue.ts'
import { pageOfError, pageOfWeixinCode } from './documentation.ts'
import { apiCodes } from './weixin-codes/api.ts'
import { oauthCodes } from './weixin-codes/oauth.ts'
import type { Row, WeixinCall, WeixinCode, WeixinCodeFamily } from './weixin-codes/row.ts'
import { v2Codes } from './weixin-codes/v2.ts'
import { v3Codes } from './weixin-codes/v3.ts'
import { WeixinError, type WeixinResponse } from './weixin-error.ts'

export type { WeixinCall, WeixinCode, WeixinCodeFamily } from './weixin-codes/row.ts'

/** The codes of each family, as the table writes them. */
export const weixinCodes: Record<WeixinCodeFamily, Record<string, Row>> = {
  api: apiCodes,
  oauth: oauthCodes,
  v3: v3Codes,
  v2: v2Codes,
}

interface NamedRow {
  family: WeixinCodeFamily
  name: string
  row: Row
}

const bySpelling: Record<WeixinCodeFamily, ReadonlyMap<string, NamedRow>> = {
  api: mapOf('api'),
  oauth: new Map([...mapOf('api'), ...mapOf('oauth')]),
  v3: mapOf('v3'),
  v2: mapOf('v2'),
}

function mapOf(family: WeixinCodeFamily): ReadonlyMap<string, NamedRow> {
  const rows = Object.entries(weixinCodes[family])
  return new Map(rows.map(([name, row]) => [spellingOf(name), { family, name, row }]))
}

/** WeChat writes ORDER_NOT_EXIST and ORDERNOTEXIST, No Bill Exist and NO_BILL_EXIST. */
function spellingOf(code: string): string {
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
  const found = code === undefined ? undefined : bySpelling[family].get(spellingOf(code))
  if (!found) return undefined
  const { name } = found
  const { on = {}, becomes = 'weixin-refused', ...rest } = found.row
  const known = { name, page: pageOfWeixinCode(found.family, name), ...rest }
  const special = call && on[call]
  if (special === undefined || special === 'refund-refused')
    return { becomes: special ?? becomes, ...known }
  // An error of ours that stands for this one code at this one call has the better remedy.
  const { actor, remedy } = catalogue[special]
  return { ...known, becomes: special, actor, remedy, name: special, page: pageOfError(special) }
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
