import type { WeixinErrorCode } from '../../errors/catalogue.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { readChinaTime } from '../../protocol/china-time.ts'
import type { XmlFields } from '../../protocol/v2/xml.ts'
import { requiring } from '../fields.ts'

/** A reader of WeChat's XML fields: one that is missing, empty or of another form throws `code`. */
export interface TextFields {
  text(name: string): string
  /** Null where it is absent or empty. */
  optionalText(name: string): string | null
  /** A whole number, such as an amount in fen. */
  integer(name: string): number
  optionalInteger(name: string): number | null
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
  const optionalInteger = optional((text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined))
  const optionalMoment = optional(readChinaTime)
  return {
    optionalText,
    optionalInteger,
    optionalMoment,
    text: required(optionalText),
    integer: required(optionalInteger),
    moment: required(optionalMoment),
  }
}
