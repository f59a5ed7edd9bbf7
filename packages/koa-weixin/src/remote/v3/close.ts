import { call, type V3Options } from './client.ts'
import { transactionsPath } from './parties.ts'

/** True once the number can never be paid any more. Source: WeChat Pay, 关闭订单 (4012791860). */
export async function close(options: V3Options, outTradeNo: string): Promise<boolean> {
  const { serviceProvider } = options
  const path = `${transactionsPath(options)}/out-trade-no/${encodeURIComponent(outTradeNo)}/close`
  const merchant = serviceProvider
    ? { sp_mchid: options.mchId, sub_mchid: serviceProvider.subMchId }
    : { mchid: options.mchId }
  const response = await call(options, 'POST', path, merchant)
  return response.result === 'done'
}
