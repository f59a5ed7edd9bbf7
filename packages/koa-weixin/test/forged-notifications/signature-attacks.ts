import { constants, createHmac, randomBytes, sign } from 'node:crypto'
import { FORGER_KEY, signedHeaders, WEIXIN_KEYS } from '../as-weixin.ts'
import { genuine, headed, seconds, signed, type Attack, type Forge } from './fixture.ts'

const SIGNATURE = 'wechatpay-signature'

/** The body is changed after it was signed. */
const altered =
  (change: (body: string) => string): Forge =>
  (fixture) => {
    const sent = genuine(fixture)
    return { ...sent, body: change(String(sent.body)) }
  }

const signature = (change: (genuineOne: string) => string) =>
  headed((headers) => ({ ...headers, [SIGNATURE]: change(headers[SIGNATURE] ?? '') }))

/** Signed with WeChat's own key, but over another text, or by another rule. */
const over = (
  text: (timestamp: string, nonce: string, body: string) => string,
  by = (bytes: Buffer): Buffer => sign('sha256', bytes, WEIXIN_KEYS.privateKey),
) =>
  signed((body) => {
    const headers = signedHeaders(body)
    const { 'wechatpay-timestamp': timestamp = '', 'wechatpay-nonce': nonce = '' } = headers
    return {
      ...headers,
      [SIGNATURE]: by(Buffer.from(text(timestamp, nonce, body))).toString('base64'),
    }
  })
const whole = (timestamp: string, nonce: string, body: string): string =>
  `${timestamp}\n${nonce}\n${body}\n`

const refused = (name: string, forge: Forge): Attack => [name, forge, 401, 'signature-wrong']

/** Every part that is signed, and every way to sign it wrongly. */
export const signatureAttacks: Attack[] = [
  refused(
    'the timestamp a second later',
    headed((headers) => ({ ...headers, 'wechatpay-timestamp': String(seconds() + 2) })),
  ),
  refused(
    'the nonce altered',
    headed((headers) => ({ ...headers, 'wechatpay-nonce': 'f'.repeat(32) })),
  ),
  refused(
    'the summary altered',
    altered((body) => body.replace('支付成功', '支付成工')),
  ),
  refused(
    'the event altered',
    altered((body) => body.replace('TRANSACTION.SUCCESS', 'REFUND.SUCCESS')),
  ),
  refused(
    'one letter of the sealed part altered',
    altered((body) => body.replace(/("ciphertext":")./, '$1_')),
  ),
  refused(
    'a line feed behind the body',
    altered((body) => `${body}\n`),
  ),
  refused(
    'a byte order mark before the body',
    altered((body) => `\uFEFF${body}`),
  ),
  refused(
    'the same JSON, written with spaces',
    altered((body) => JSON.stringify(JSON.parse(body), null, 1)),
  ),
  refused(
    'the same JSON, its keys in another order',
    altered((body) => {
      const { id, ...others } = JSON.parse(body) as Record<string, unknown>
      return JSON.stringify({ ...others, id })
    }),
  ),
  refused(
    'the same JSON, its Chinese escaped',
    altered((body) => body.replace('支', '\\u652f')),
  ),
  refused(
    'an empty body',
    altered(() => ''),
  ),
  refused(
    "signed with a forger's key",
    signed((body) => signedHeaders(body, { privateKey: FORGER_KEY })),
  ),
  refused(
    "signed with the merchant's own key",
    signed((body, { merchantKey }) => signedHeaders(body, { privateKey: merchantKey })),
  ),
  refused(
    'the signature of another body',
    signed(() => signedHeaders('{}')),
  ),
  refused(
    'random bytes for a signature',
    signature(() => randomBytes(256).toString('base64')),
  ),
  refused(
    'a signature of zeros',
    signature(() => Buffer.alloc(256).toString('base64')),
  ),
  refused(
    'a signature that is no base64',
    signature(() => '!"§$%&/()=?'),
  ),
  refused(
    'the signature cut by a byte',
    signature((one) => Buffer.from(one, 'base64').subarray(1).toString('base64')),
  ),
  refused(
    'the signature a byte longer',
    signature((one) =>
      Buffer.concat([Buffer.from(one, 'base64'), Buffer.alloc(1)]).toString('base64'),
    ),
  ),
  refused(
    'the signature in hexadecimal',
    signature((one) => Buffer.from(one, 'base64').toString('hex')),
  ),
  refused(
    'a probe of WeChat',
    signature(() => 'WECHATPAY/SIGNTEST/a'),
  ),
  refused(
    'a probe with the true signature behind its mark',
    signature((one) => `WECHATPAY/SIGNTEST/${one}`),
  ),
  refused(
    'signed without the last line feed',
    over((timestamp, nonce, body) => whole(timestamp, nonce, body).slice(0, -1)),
  ),
  refused(
    'signed with CR LF',
    over((timestamp, nonce, body) => whole(timestamp, nonce, body).replaceAll('\n', '\r\n')),
  ),
  refused(
    'signed with nonce and timestamp exchanged',
    over((timestamp, nonce, body) => whole(nonce, timestamp, body)),
  ),
  refused(
    'signed over the body alone',
    over((_timestamp, _nonce, body) => body),
  ),
  refused(
    'signed by SHA-1',
    over(whole, (bytes) => sign('sha1', bytes, WEIXIN_KEYS.privateKey)),
  ),
  refused(
    'signed by SHA-512',
    over(whole, (bytes) => sign('sha512', bytes, WEIXIN_KEYS.privateKey)),
  ),
  refused(
    'signed with PSS padding',
    over(whole, (bytes) =>
      sign('sha256', bytes, {
        key: WEIXIN_KEYS.privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
      }),
    ),
  ),
  refused(
    'an HMAC under the public key',
    over(whole, (bytes) => createHmac('sha256', WEIXIN_KEYS.publicKey).update(bytes).digest()),
  ),
  refused(
    'a header that asks for no algorithm',
    headed((headers) => ({ ...headers, 'wechatpay-signature-type': 'none', [SIGNATURE]: 'AAAA' })),
  ),
]
