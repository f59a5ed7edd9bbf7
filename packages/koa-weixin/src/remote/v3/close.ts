import type { CloseResult } from '../gateway.ts'
import { call, type V3Options } from './client.ts'
import { transactionsPath } from './parties.ts'

/** Only 204 means closed. Source: WeChat Pay, 关闭订单 (4012791860). */
export async function close(options: V3Options, outTradeNo: string): Promise<CloseResult> {
  const { serviceProvider, mchId } = options
  const response = await call(options, {
    method: 'POST',
    path: `${transactionsPath(options)}/out-trade-no/${encodeURIComponent(outTradeNo)}/close`,
    body: serviceProvider
      ? { sp_mchid: mchId, sub_mchid: serviceProvider.subMchId }
      : { mchid: mchId },
    done: [204],
  })
  return response.result === 'done' ? 'closed' : response.result
}
