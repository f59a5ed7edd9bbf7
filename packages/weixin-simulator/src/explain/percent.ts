/** A half of a character, which no percent-encoding can write, becomes U+FFFD. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')

/** encodeURIComponent, for any text: it does not throw. */
export const encodedPart = (text: string): string => encodeURIComponent(wellFormed(text))

/** encodeURI, for any text: it does not throw. */
export const encodedAddress = (text: string): string => encodeURI(wellFormed(text))
