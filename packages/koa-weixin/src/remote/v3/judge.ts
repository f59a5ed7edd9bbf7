import {
  judgeAnswer,
  type AnswerFault,
  type SignedAnswer,
} from '../../protocol/v3/answer-signature.ts'
import type { V3Options } from './client.ts'

export type JudgeOptions = Pick<V3Options, 'trust' | 'skew' | 'now'>

/** What is wrong with an answer, and what helps to find out why. */
export interface Judged {
  fault: AnswerFault
  detail: string | undefined
}

/** Judges by the keys that we hold; a certificate that we don't hold is looked for, once. */
export async function judge(
  { trust, skew, now }: JudgeOptions,
  answer: SignedAnswer,
): Promise<Judged | null> {
  const verify = (): AnswerFault | null =>
    judgeAnswer(answer, trust.keys(), Math.floor(now() / 1000))
  const serial = String(answer.headers['wechatpay-serial'])
  let fault = verify()
  if (fault === 'serial-unknown' && (await trust.learn(serial))) fault = verify()
  if (fault === null) return null
  if (fault === 'timestamp-stale') return { fault, detail: skew.text() }
  // Anybody may have written the serial: only what looks like one goes into a log.
  if (fault !== 'serial-unknown' || !/^\w{1,64}$/.test(serial)) return { fault, detail: undefined }
  const trouble = trust.trouble()
  return { fault, detail: trouble ? `${serial}; the last download: ${trouble.code}` : serial }
}
