import type { WeixinErrorCode } from '../../errors/catalogue.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { readChinaTime } from '../../protocol/china-time.ts'
import type { XmlFields } from '../../protocol/v2/xml.ts'
import { requiring } from '../fields.ts'

/** A reader of WeChat's XML fields: one that is missing, empty or of another form throws `code`. */
export interface TextFields {
  /** All fields as they came. */
  readonly raw: Readonly<Record<string, string>>
  text(name: string): string
  /** Null where it is absent or empty. */
  optionalText(name: string): string | null
  /** A whole number, such as an amount in fen. */
  integer(name: string): number
  optionalInteger(name: string): number | null
  /** A whole number that we don't need: null where it is missing or of another form. */
  anyInteger(name: string): number | null
  /** China's time, `yyyyMMddHHmmss` or with separators. */
  moment(name: string): Date
  optionalMoment(name: string): Date | null
}

export function textFieldsOf(fields: XmlFields, code: WeixinErrorCode): TextFields {
  const wrong = (name: string): WeixinError => new WeixinError(code, { detail: `/${name}` })
  const optionalText = (name: string): string | null => fields.get(name) || null
  const optional =
    <T>(read: (text: string) => T | undefined) =>
    (name: string): T | null => {
      const text = optionalText(name)
      if (text === null) return null
      const value = read(text)
      if (value === undefined) throw wrong(name)
      return value
    }
  const required = requiring(wrong)
  const wholeNumber = (text: string): number | undefined =>
    /^\d{1,15}$/.test(text) ? Number(text) : undefined
  const optionalInteger = optional(wholeNumber)
  const optionalMoment = optional(readChinaTime)
  return {
    get raw() {
      return Object.fromEntries(fields)
    },
    optionalText,
    optionalInteger,
    optionalMoment,
    anyInteger: (name) => wholeNumber(fields.get(name) ?? '') ?? null,
    text: required(optionalText),
    integer: required(optionalInteger),
    moment: required(optionalMoment),
  }
}
