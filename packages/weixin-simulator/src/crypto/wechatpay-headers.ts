import type { Random } from './random.ts'
import { rsaSign } from './rsa.ts'

/** Timestamp, nonce and body, each ended by a line feed: what WeChat Pay signs of a response or a notification. */
export const replyText = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`

/** The five headers that prove a body to be WeChat Pay's; made anew for each response and each delivery. */
export function wechatpayHeaders(
  body: string,
  options: { seconds: number; publicKeyId: string; privateKey: string; random: Random },
): Record<string, string> {
  const timestamp = String(options.seconds)
  const nonce = options.random.word(32)
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': rsaSign(replyText(timestamp, nonce, body), options.privateKey),
    'Wechatpay-Serial': options.publicKeyId,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** Opaque hex, a dash, a decimal result code: 0 for success. */
export const requestId = (random: Random, result: number): string =>
  `08${random.hex(40).toUpperCase()}-${result}`
