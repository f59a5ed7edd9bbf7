import { appParameters } from '../../protocol/v3/app-parameters.ts'
import { payParameters } from '../../protocol/v3/pay-parameters.ts'
import type { Gateway } from '../gateway.ts'
import type { V3Options } from './client.ts'
import { close } from './close.ts'
import { openNotice } from './notice.ts'
import { prepay } from './prepay.ts'
import { query } from './query.ts'
import { refund } from './refund.ts'

/** WeChat Pay API v3 in public-key mode: JSON, RSA. */
export function v3Gateway(options: V3Options): Gateway {
  const { appId, mchId, privateKey, nonce, now } = options
  return {
    prepay: (attempt) => prepay(options, attempt),
    async present(opened) {
      if (opened.via === 'h5' || opened.via === 'native') return opened
      const { via, prepayId } = opened
      const timestamp = Math.floor(now() / 1000)
      const input = { appId, prepayId, nonce: nonce(), timestamp }
      if (via === 'jsapi') return { via, params: await payParameters(input, privateKey) }
      return { via, params: await appParameters({ ...input, mchId }, privateKey) }
    },
    query: (outTradeNo) => query(options, { outTradeNo }),
    queryTransaction: (transactionId) => query(options, { transactionId }),
    close: (outTradeNo) => close(options, outTradeNo),
    refund: (request) => refund(options, request),
    openNotice: (raw) => openNotice(options, raw),
  }
}
