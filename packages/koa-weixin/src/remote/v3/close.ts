import { call, type V3Options } from './client.ts'

/** True once the number can never be paid any more. Source: WeChat Pay, 关闭订单 (4012791860). */
export async function close(options: V3Options, outTradeNo: string): Promise<boolean> {
  const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`
  const reply = await call(options, 'POST', path, { mchid: options.mchId })
  return reply.result === 'done'
}
