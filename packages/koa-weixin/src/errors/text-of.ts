/**
 * The text of whatever was thrown, for a log. An app may throw anything, also an object that has no text, or an error
 * whose getters throw: this function never throws itself, because nobody would catch that.
 */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'something without a text'
  }
}
