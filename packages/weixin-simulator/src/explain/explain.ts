import type { KnownMistake } from '../types.ts'
import { firstForeign, type Encoded } from './charsets.ts'
import type { FormFault } from './rsa-form.ts'

/** In characters: for a longer text the known mistakes are not tried. */
const LONGEST = 100_000

/** One known mistake of a signer: the wrong texts that it leads to. */
export interface Mistake<Facts> {
  name: string
  en: string
  zh: string
  texts: (facts: Facts) => (string | Encoded)[]
}

export interface Explanation {
  en: string
  zh: string
  signedOver: string
  mistake: KnownMistake | null
}

/** Index of the first character in which two texts differ; the length of the shorter when one begins the other. */
export function firstDifference(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length)
  for (let i = 0; i < shorter; i++) if (one[i] !== other[i]) return i
  return shorter
}

/**
 * A verifier never sees the signer's text. So: rebuild the text that WeChat signs over, try the texts of known
 * mistakes, and show the one that reproduces the signature. Never guesses.
 */
export function explain<Facts>(
  mistakes: readonly Mistake<Facts>[],
  facts: Facts,
  options: {
    right: string
    /** Whether these bytes, or this text in UTF-8, give the signature. */
    reproduces: (signed: string | Buffer) => boolean
    mask: (text: string) => string
    /** What is wrong with the signature itself, when it is over the right text. */
    formFault?: () => FormFault | null
  },
): Explanation {
  const { right, reproduces, mask, formFault } = options
  const signedOver = mask(right)
  const form = formFault?.()
  if (form) return { ...form, signedOver, mistake: null }
  // Each known mistake is a signature to be checked over the whole text.
  const known = right.length > LONGEST ? [] : mistakes
  for (const { name, en, zh, texts } of known) {
    const wrong = texts(facts).find((one) =>
      typeof one === 'string' ? one !== right && reproduces(one) : reproduces(one.bytes),
    )
    if (wrong === undefined) continue
    const text = mask(typeof wrong === 'string' ? wrong : wrong.text)
    const differsAt =
      typeof wrong === 'string' ? firstDifference(signedOver, text) : firstForeign(text)
    const found = { name, text, differsAt }
    return { en, zh, signedOver, mistake: found }
  }
  return {
    en: 'No known mistake matches. Compare your text with signedOver, and check that the key belongs to this merchant or account.',
    zh: '没有匹配到已知的错误。请把你签名的原文与 signedOver 对照，并检查密钥是否属于该商户或账号。',
    signedOver,
    mistake: null,
  }
}
