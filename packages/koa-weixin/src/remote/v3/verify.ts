import {
  verifySignature,
  type SignatureFault,
  type SignedMessage,
} from '../../protocol/v3/message-signature.ts'
import type { V3Options } from './client.ts'

export type VerifyOptions = Pick<V3Options, 'platformKeys' | 'clockSkew' | 'now'>

/** What is wrong with a signature, and what helps to find out why. */
export interface VerifyFailure {
  fault: SignatureFault
  detail: string | undefined
}

/** Verifies with the keys that we hold; an unknown certificate is downloaded, once. Null when the signature holds. */
export async function verify(
  { platformKeys, clockSkew, now }: VerifyOptions,
  message: SignedMessage,
): Promise<VerifyFailure | null> {
  const verifyNow = (): SignatureFault | null =>
    verifySignature(message, platformKeys.keys(), Math.floor(now() / 1000))
  let fault = verifyNow()
  if (fault === null) return null
  const serial = String(message.headers['wechatpay-serial'])
  if (fault === 'serial-unknown' && (await platformKeys.find(serial))) fault = verifyNow()
  if (fault === null) return null
  if (fault === 'timestamp-stale') return { fault, detail: clockSkew.text() }
  // Anybody may have written the serial: only what looks like one goes into a log.
  if (fault !== 'serial-unknown' || !/^\w{1,64}$/.test(serial)) return { fault, detail: undefined }
  const failure = platformKeys.lastFailure()
  return { fault, detail: failure ? `${serial}; the last download: ${failure.code}` : serial }
}
