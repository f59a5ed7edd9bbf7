import type { Shop } from '../shop.ts'

const WHAT: Record<string, string> = {
  'POST /pay/orderquery': 'query',
  'POST /pay/closeorder': 'close',
}
const TRADE_TYPE: Record<string, string> = {
  JSAPI: 'jsapi',
  MWEB: 'h5',
  NATIVE: 'native',
  APP: 'app',
}

/** The v2 calls about attempts, in short: `native 2` placed the order of the second; a refusal ends with its code. */
export function v2Calls({ simulator }: Shop): string[] {
  return simulator.log().flatMap(({ call, request, response }) => {
    const what =
      call === 'POST /pay/unifiedorder' ? TRADE_TYPE[String(request['trade_type'])] : WHAT[call]
    if (what === undefined) return []
    const n = Number.parseInt(String(request['out_trade_no']).slice(-1), 36) + 1
    return [[what, n, response.code].filter((part) => part !== undefined).join(' ')]
  })
}

/** The fields of the calls that placed an order. */
export const ordered = ({ simulator }: Shop): Record<string, unknown>[] =>
  simulator
    .log()
    .flatMap(({ call, request }) => (call === 'POST /pay/unifiedorder' ? [request] : []))
