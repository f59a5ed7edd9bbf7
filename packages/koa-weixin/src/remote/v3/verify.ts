import {
  verifySignature,
  type SignatureFault,
  type SignedMessage,
} from '../../protocol/v3/message-signature.ts'
import type { V3Options } from './client.ts'

export type VerifyOptions = Pick<V3Options, 'platformKeys' | 'clockSkew' | 'now'>

/** What is wrong with an answer, and what helps to find out why. */
export interface Failure {
  fault: SignatureFault
  detail: string | undefined
}

/** Judges by the keys that we hold; a certificate that we don't hold is looked for, once. */
export async function verifyMessage(
  { platformKeys, clockSkew, now }: VerifyOptions,
  answer: SignedMessage,
): Promise<Failure | null> {
  const verify = (): SignatureFault | null =>
    verifySignature(answer, platformKeys.keys(), Math.floor(now() / 1000))
  const serial = String(answer.headers['wechatpay-serial'])
  let fault = verify()
  if (fault === 'serial-unknown' && (await platformKeys.find(serial))) fault = verify()
  if (fault === null) return null
  if (fault === 'timestamp-stale') return { fault, detail: clockSkew.text() }
  // Anybody may have written the serial: only what looks like one goes into a log.
  if (fault !== 'serial-unknown' || !/^\w{1,64}$/.test(serial)) return { fault, detail: undefined }
  const trouble = platformKeys.lastFailure()
  return { fault, detail: trouble ? `${serial}; the last download: ${trouble.code}` : serial }
}
