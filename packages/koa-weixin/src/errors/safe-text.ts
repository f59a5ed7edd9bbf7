const MOST_CHARACTERS = 500
/** Long enough for the part that is shown, so that a text of megabytes costs nothing. */
const MOST_READ = 4_000

/** Fields whose values are secrets or name a person, in a query, in JSON or in XML. */
const SECRET_FIELDS =
  /((?:(?:app_?)?secret|(?:access|refresh)_token|(?:jsapi_)?ticket|(?:sub_|sp_)?openid|unionid|signature|paySign|sign|passphrase|private_?key)\\*["']?\s*[=:>]\s*\\*(?:["']|<!\[CDATA\[)?)[^&\s"'<\]\\]+/gi
const SIGN_IN_CODE = /((?<!\w)code\s*=\s*)[^&\s"'<]+/gi
/** A printable character as an address (also encoded twice) or HTML writes it. */
const ENCODED = /%(?:25)*([2-7][0-9a-f])|&(?:#x([2-7][0-9a-f])|#(\d{2,3})|(quot|apos|amp|lt|gt));/gi
const NAMED: Record<string, string> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' }
/** An openid has 28 characters and begins with o. */
const OPENID = /(?<![\w-])o[\w-]{27}(?![\w-])/g
/** Control characters (C0, DEL and C1) and the two line separators: none of them may reach a log as it is. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu

/**
 * A foreign text as a log may hold it: encoded characters decoded, values of secrets and openids masked, then as
 * `oneLine`. An upstream or a proxy may echo our request, and encode it for an address or a page.
 */
export function safeText(text: string): string {
  return oneLine(
    decoded(text.slice(0, MOST_READ))
      .replaceAll(SECRET_FIELDS, '$1***')
      .replaceAll(SIGN_IN_CODE, '$1***')
      .replaceAll(OPENID, '***'),
  )
}

/** A text in one line: control characters escaped as `\u000a`, at most 500 characters. */
export function oneLine(text: string): string {
  const line = text.slice(0, MOST_READ).replaceAll(CONTROL, escaped)
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`
}

function decoded(text: string): string {
  return text.replaceAll(
    ENCODED,
    (whole, hex?: string, htmlHex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
      const code =
        decimal === undefined ? Number.parseInt(hex ?? htmlHex ?? '', 16) : Number(decimal)
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : whole
    },
  )
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
