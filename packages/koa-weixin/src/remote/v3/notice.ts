import { WeixinError } from '../../errors/weixin-error.ts'
import { openResource } from '../../protocol/v3/sealed-resource.ts'
import { fieldsOf, parseJson } from '../fields.ts'
import type { Notice, RawNotice } from '../gateway.ts'
import type { V3Options } from './client.ts'
import { judge, type JudgeOptions } from './judge.ts'
import { readRefund, readTransaction } from './transaction.ts'

/**
 * Verifies the bytes, then parses, then opens. Nothing of a notice is looked at before its
 * signature holds. Source: WeChat Pay, 支付成功回调通知 (4012791861).
 */
export async function openNotice(
  options: Pick<V3Options, 'apiV3Key' | 'serviceProvider'> & JudgeOptions,
  raw: RawNotice,
): Promise<Notice> {
  const judged = await judge(options, raw)
  if (judged) {
    const { fault, detail } = judged
    throw new WeixinError(fault, detail === undefined ? {} : { detail })
  }

  const read = (text: string) => fieldsOf(parseJson(text, 'notice-malformed'), 'notice-malformed')
  const notice = read(raw.body.toString('utf8'))
  const resource = notice.object('resource')
  const text = openResource(
    {
      algorithm: resource.text('algorithm'),
      ciphertext: resource.text('ciphertext'),
      nonce: resource.text('nonce'),
      associated_data: resource.optionalText('associated_data') ?? '',
    },
    options.apiV3Key,
  )
  if (text === undefined) throw new WeixinError('tag-wrong')

  const eventType = notice.text('event_type')
  const originalType = resource.text('original_type')
  if (eventType === 'TRANSACTION.SUCCESS' && originalType === 'transaction') {
    const opened = read(text)
    if (opened.text('trade_state') !== 'SUCCESS')
      throw new WeixinError('notice-malformed', { detail: '/trade_state' })
    return {
      about: 'transaction',
      transaction: readTransaction(opened, 'SUCCESS', options.serviceProvider),
    }
  }
  if (eventType.startsWith('REFUND.') && originalType === 'refund')
    return { about: 'refund', refund: readRefund(read(text), 'refund_status') }
  return {
    about: 'other',
    notice: { id: notice.text('id'), eventType, originalType, resource: text },
  }
}
