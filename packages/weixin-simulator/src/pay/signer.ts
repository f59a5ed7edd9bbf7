import { seconds, type Clock } from '../clock.ts'
import { wechatpayHeaders } from '../crypto/wechatpay-headers.ts'
import type { State } from '../state/state.ts'

/** Signs as WeChat Pay: with the public key's pair, or by a platform certificate. */
export interface Signer {
  /** `asked` is the Wechatpay-Serial of the request, '' when it had none. */
  reply: (text: string, asked: string) => Record<string, string>
  notice: (text: string) => Record<string, string>
  /** The next replies, and the next notices, carry a wrong signature with the mark of a probe. */
  probe: (counts: { replies?: number; notices?: number }) => void
}

type Kind = 'replies' | 'notices'

const MARK = 'WECHATPAY/SIGNTEST/'

export function createSigner({ account, platform }: State, clock: Clock): Signer {
  const left = { replies: 0, notices: 0 }
  const signed: Record<Kind, Record<string, number>> = { replies: {}, notices: {} }

  /** Keeps to the shares without chance: the one that is furthest behind is next. */
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
    // Replies follow the request: its public key where that is switched on, else a certificate.
    reply(text, asked) {
      const { publicKeyId, all, certificates } = signing()
      const wantsKey = asked === publicKeyId && all.includes(publicKeyId)
      const byCertificate = certificates.length > 0 && !wantsKey
      return headersBy(byCertificate ? draw(certificates, 'replies') : publicKeyId, text, 'replies')
    },
    notice: (text) => headersBy(draw(signing().all, 'notices'), text, 'notices'),
    probe({ replies = 0, notices = 0 }) {
      left.replies = replies
      left.notices = notices
    },
  }
}
