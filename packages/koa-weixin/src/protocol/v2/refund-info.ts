import { createDecipheriv } from 'node:crypto'
import { hash } from '../hash.ts'

/**
 * Opens `req_info` of a refund notification: AES-256-ECB under the lower-case hex MD5 of the APIv2 key.
 * There is no tag: a text that comes out proves nothing. Undefined when none does.
 * Source: WeChat Pay v2, 退款结果通知 (4011989265).
 */
export function decryptRefundInfo(reqInfo: string, apiV2Key: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-ecb', hash('md5', apiV2Key), null)
    const bytes = Buffer.from(reqInfo, 'base64')
    return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
