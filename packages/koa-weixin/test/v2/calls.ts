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

/** What WeChat was asked about numbers, in short: `native 2` is the order of the second; refused ones say why. */
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
