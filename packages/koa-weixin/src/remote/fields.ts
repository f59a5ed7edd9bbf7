import { WeixinError, type WeixinErrorDetails } from '../errors/weixin-error.ts'
import type { WeixinErrorCode } from '../errors/catalogue.ts'
import { readChinaTime } from '../protocol/china-time.ts'
import { fenIn, textIn } from './details.ts'

/** Reads a JSON text; throws `code` when it is none. */
export function parseJson(text: string, code: WeixinErrorCode): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new WeixinError(code, { detail: 'not JSON' })
  }
}

/**
 * A reader of WeChat's JSON that takes nothing for granted: a missing field, or one of another
 * type, throws `code` with the field's path as detail.
 */
export interface Fields {
  /** Whether the field is there and not null. */
  has(name: string): boolean
  /** A text that we don't need: null where it is missing, empty or of another type. */
  anyText(name: string): string | null
  /** A whole number that we don't need: null where it is missing or of another type. */
  anyInteger(name: string): number | null
  /** All fields as WeChat sent them. */
  readonly raw: Readonly<Record<string, unknown>>
  text(name: string): string
  optionalText(name: string): string | null
  integer(name: string): number
  optionalInteger(name: string): number | null
  /** A time in RFC 3339; without a zone it is China's. */
  moment(name: string): Date
  optionalMoment(name: string): Date | null
  object(name: string): Fields
  /** The object, or one without fields where it is absent. */
  optionalObject(name: string): Fields
}

/** Makes readers of fields that may be missing into readers of fields that may not. */
export const requiring =
  (wrong: (name: string) => WeixinError) =>
  <T>(read: (name: string) => T | null) =>
  (name: string): T => {
    const found = read(name)
    if (found === null) throw wrong(name)
    return found
  }

export function fieldsOf(value: unknown, code: WeixinErrorCode, path = ''): Fields {
  const wrong = (name: string): WeixinError => {
    const details: WeixinErrorDetails = { detail: `${path}/${name}` }
    return new WeixinError(code, details)
  }
  if (!isObject(value)) throw wrong('')
  const field = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined)
  const required = requiring(wrong)
  const optionalText = (name: string): string | null => {
    const found = field(name) ?? null
    if (found !== null && typeof found !== 'string') throw wrong(name)
    return found
  }
  const optionalInteger = (name: string): number | null => {
    const found = field(name) ?? null
    if (found !== null && !Number.isSafeInteger(found)) throw wrong(name)
    return found as number | null
  }
  const optionalMoment = (name: string): Date | null => {
    const found = optionalText(name)
    if (found === null || found === '') return null
    const moment = readChinaTime(found)
    if (!moment) throw wrong(name)
    return moment
  }
  return {
    raw: value,
    has: (name) => (field(name) ?? null) !== null,
    anyText: (name) => textIn(value, name),
    anyInteger: (name) => fenIn(value, name),
    optionalText,
    optionalInteger,
    optionalMoment,
    text: required(optionalText),
    integer: required(optionalInteger),
    moment: required(optionalMoment),
    object: (name) => fieldsOf(field(name), code, `${path}/${name}`),
    optionalObject: (name) => fieldsOf(field(name) ?? {}, code, `${path}/${name}`),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
