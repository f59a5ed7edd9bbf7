import type { KnownMistake } from '../types.ts'

/** One known mistake of a signer: the wrong texts that it leads to. */
export interface Mistake<Facts> {
  name: string
  en: string
  zh: string
  texts: (facts: Facts) => string[]
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
  options: { right: string; reproduces: (text: string) => boolean; mask: (text: string) => string },
): Explanation {
  const { right, reproduces, mask } = options
  const signedOver = mask(right)
  for (const { name, en, zh, texts } of mistakes) {
    const wrong = texts(facts).find((text) => text !== right && reproduces(text))
    if (wrong === undefined) continue
    const text = mask(wrong)
    const found = { name, text, differsAt: firstDifference(signedOver, text) }
    return { en, zh, signedOver, mistake: found }
  }
  return {
    en: 'No known mistake matches. Compare your text with signedOver, and check that the key belongs to this merchant or account.',
    zh: '没有匹配到已知的错误。请把你签名的原文与 signedOver 对照，并检查密钥是否属于该商户或账号。',
    signedOver,
    mistake: null,
  }
}
