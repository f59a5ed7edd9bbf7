import type { WeixinErrorCode } from '../../errors/catalogue.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { readChinaTime } from '../../protocol/china-time.ts'
import type { XmlFields } from '../../protocol/v2/xml.ts'

/**
 * A reader of WeChat's XML fields: one that is missing, empty or of another form throws `code`. A class, because closures
 * made for each message are a part of what a message costs.
 */
export class TextFields {
  readonly #fields: XmlFields
  readonly #code: WeixinErrorCode

  constructor(fields: XmlFields, code: WeixinErrorCode) {
    this.#fields = fields
    this.#code = code
  }

  /** All fields as they came. */
  get raw(): Readonly<Record<string, string>> {
    // Object.fromEntries takes five times as long. Names begin with a letter, so none is `__proto__`.
    const raw: Record<string, string> = {}
    this.#fields.forEach((text, name) => (raw[name] = text))
    return raw
  }

  text(name: string): string {
    return this.#required(name, this.optionalText(name))
  }

  /** Null where it is absent or empty. */
  optionalText(name: string): string | null {
    return this.#fields.get(name) || null
  }

  /** A whole number, such as an amount in fen. */
  integer(name: string): number {
    return this.#required(name, this.anyInteger(name))
  }

  /** A whole number that we don't need: null where it is missing or of another form. */
  anyInteger(name: string): number | null {
    return wholeNumber(this.#fields.get(name) ?? '') ?? null
  }

  /** China's time, `yyyyMMddHHmmss` or with separators. */
  moment(name: string): Date {
    return this.#required(name, this.anyMoment(name))
  }

  /** A time that we don't need: null where it is missing or of another form. */
  anyMoment(name: string): Date | null {
    return readChinaTime(this.#fields.get(name) ?? '') ?? null
  }

  #required<T>(name: string, value: T | null): T {
    if (value === null) throw this.#wrong(name)
    return value
  }

  #wrong(name: string): WeixinError {
    return new WeixinError(this.#code, { detail: `/${name}` })
  }
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
