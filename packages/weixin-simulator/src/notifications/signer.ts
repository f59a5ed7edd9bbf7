import { seconds, type Clock } from '../clock.ts'
import { wechatpayHeaders } from '../crypto/wechatpay-headers.ts'
import type { Random } from '../crypto/random.ts'
import type { State } from '../state/state.ts'

/** Signs as WeChat Pay: with the public key's pair, or by a platform certificate. */
export interface Signer {
  /** `serial` is the Wechatpay-Serial of the request, '' when it had none. */
  response: (text: string, serial: string) => Record<string, string>
  notification: (text: string) => Record<string, string>
  /** The next responses, and the next notifications, carry a wrong signature with the mark of a probe. */
  probe: (counts: { responses?: number; notifications?: number }) => void
  /** How many responses and notifications still get one. */
  toProbe: () => number
}

type Kind = 'responses' | 'notifications'

const MARK = 'WECHATPAY/SIGNTEST/'

/** Whether the signature among these headers is a wrong one, by which WeChat Pay tests whether signatures are verified. */
export const isProbe = (headers: Record<string, string>): boolean =>
  headers['Wechatpay-Signature']?.startsWith(MARK) ?? false

export function createSigner({ account, platform }: State, clock: Clock, random: Random): Signer {
  const left = { responses: 0, notifications: 0 }
  const signed: Record<Kind, Record<string, number>> = { responses: {}, notifications: {} }

  /** Keeps to the shares exactly, not at random: the one that is furthest behind is next. */
  function draw(serials: string[], kind: Kind): string {
    const counts = signed[kind]
    const behind = (serial: string): number =>
      (1 + (counts[serial] ?? 0)) / (platform.shares[serial] ?? 1)
    const [next = ''] = serials.toSorted((a, b) => behind(a) - behind(b))
    counts[next] = (counts[next] ?? 0) + 1
    return next
  }

  function headersBy(serial: string, text: string, kind: Kind): Record<string, string> {
    const certificate = platform.certificates.find((one) => one.serialNo === serial)
    const headers = wechatpayHeaders(text, {
      seconds: seconds(clock.wall()),
      publicKeyId: serial,
      random,
      privateKey: certificate?.privateKey ?? account.weixinPrivateKey,
    })
    if (left[kind] === 0) return headers
    left[kind] -= 1
    const { 'Wechatpay-Signature': right = '' } = headers
    return { ...headers, 'Wechatpay-Signature': MARK + right.slice(MARK.length) }
  }

  function signing(): { publicKeyId: string; all: string[]; certificates: string[] } {
    const { publicKeyId } = account.credentials
    const shares = Object.entries(platform.shares).filter(([, share]) => share > 0)
    const all = shares.length > 0 ? shares.map(([serial]) => serial) : [publicKeyId]
    return { publicKeyId, all, certificates: all.filter((serial) => serial !== publicKeyId) }
  }

  return {
    // Responses follow the request: its public key where that is switched on, else a certificate.
    response(text, serial) {
      const { publicKeyId, all, certificates } = signing()
      const wantsKey = serial === publicKeyId && all.includes(publicKeyId)
      const byCertificate = certificates.length > 0 && !wantsKey
      return headersBy(
        byCertificate ? draw(certificates, 'responses') : publicKeyId,
        text,
        'responses',
      )
    },
    notification: (text) => headersBy(draw(signing().all, 'notifications'), text, 'notifications'),
    probe({ responses = 0, notifications = 0 }) {
      left.responses = responses
      left.notifications = notifications
    },
    toProbe: () => left.responses + left.notifications,
  }
}
