import type { Explanation } from '../explain/explain.ts'
import type { Why } from '../http/call.ts'
import type { RequestFacts } from '../explain/request.ts'
import type { Parsed } from './authorization-header.ts'
import { PayRefusal } from './refusal.ts'

/** A refusal before anything is verified: its response carries no Wechatpay headers. */
export class Unauthorised extends PayRefusal {}

const signError = (message: string, why: Why, detail?: Record<string, unknown>): Unauthorised =>
  new Unauthorised(
    { status: 401, code: 'SIGN_ERROR', message, result: 268443699, ...(detail && { detail }) },
    why,
  )

/** The texts were seen on the live hosts; they differ by path. */
export function unreadable(
  { problem, why }: Exclude<Parsed, { problem: null }>,
  isTransactions: boolean,
): Unauthorised {
  if (problem === 'fields') return signError('Authorization不合法', why)
  if (isTransactions) return signError('签名信息错误，验签失败', why)
  return problem === 'scheme'
    ? signError('HTTP头Authorization认证类型不正确', why)
    : signError('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》', why)
}

export function clock(timestamp: string): Unauthorised {
  const isMilliseconds = /^\d{13}$/.test(timestamp)
  return signError(
    'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    isMilliseconds
      ? {
          code: 'timestamp-milliseconds',
          en: 'The timestamp is in milliseconds: it must be in seconds.',
          zh: '时间戳用了毫秒：应为秒。',
          field: 'timestamp',
        }
      : {
          code: 'timestamp-window',
          en: 'The timestamp is more than 5 minutes away from WeChat’s clock: set the server’s clock.',
          zh: '时间戳与微信服务器的时间相差超过 5 分钟：请校准服务器时钟。',
          field: 'timestamp',
        },
  )
}

export const unknownMerchant = (mchid: string): Unauthorised =>
  signError('签名错误', {
    code: 'mchid-unknown',
    en: `There is no merchant ${mchid} here: use the simulator’s mchId.`,
    zh: `没有商户号 ${mchid}：请使用模拟器给出的 mchId。`,
    field: 'mchid',
  })

export function serial(serialNo: string, right: string, publicKeyId: string): Unauthorised {
  return signError(
    '商户证书序列号有误。请使用签名私钥匹配的证书序列号',
    serialWhy(serialNo, right, publicKeyId),
  )
}

function serialWhy(serialNo: string, right: string, publicKeyId: string): Why {
  if (serialNo === publicKeyId || serialNo.startsWith('PUB_KEY_ID_')) {
    return {
      code: 'serial-of-weixin',
      en: 'serial_no is WeChat Pay’s public key id: it must be the serial of the merchant’s own certificate.',
      zh: 'serial_no 填成了微信支付公钥 ID：应填商户 API 证书的序列号。',
      field: 'serial_no',
    }
  }
  if (serialNo.replaceAll(':', '').toUpperCase() === right) {
    return {
      code: 'serial-format',
      en: 'serial_no is the right number in another form: 40 hex characters, upper case, no colons.',
      zh: 'serial_no 的写法不对：应为 40 位大写十六进制，不带冒号。',
      field: 'serial_no',
    }
  }
  return {
    code: 'serial-unknown',
    en: 'serial_no is not this merchant’s certificate: another merchant’s, or an old one.',
    zh: 'serial_no 不是该商户的证书：可能是其他商户的，或已更换的旧证书。',
    field: 'serial_no',
  }
}

/** WeChat itself shows the method, the url, the length and the message with its body cut to 8 characters. */
export function signature(
  facts: RequestFacts,
  right: string,
  explained: Explanation,
): Unauthorised {
  const { method, url, body } = facts
  const head = right.slice(0, right.length - body.length - 1)
  return signError(
    '签名错误，请检查后再试',
    { code: 'signature', field: 'signature', ...explained },
    {
      detail: { issue: 'sign not match' },
      field: 'signature',
      location: 'authorization',
      sign_information: {
        method,
        sign_message_length: Buffer.byteLength(right),
        truncated_sign_message: `${head}${body.slice(0, 8)}\n`,
        url,
      },
    },
  )
}
