import { WeixinError } from '../errors/weixin-error.ts'
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
 * type, throws `code` with the field's path as detail. A class, because closures made for each message are a part of
 * what a message costs.
 */
export class Fields {
  /** All fields as WeChat sent them. */
  readonly raw: Readonly<Record<string, unknown>>
  readonly #code: WeixinErrorCode
  readonly #path: string

  constructor(value: unknown, code: WeixinErrorCode, path = '') {
    if (!isObject(value)) throw wrong(code, `${path}/`)
    this.raw = value
    this.#code = code
    this.#path = path
  }

  /** Whether the field is there and not null. */
  has(name: string): boolean {
    return this.#field(name) !== null
  }

  /** A text that we don't need: null where it is missing, empty or of another type. */
  anyText(name: string): string | null {
    return textIn(this.raw, name)
  }

  /** A whole number that we don't need: null where it is missing or of another type. */
  anyInteger(name: string): number | null {
    return fenIn(this.raw, name)
  }

  text(name: string): string {
    return this.#required(name, this.optionalText(name))
  }

  /** A text that is not empty, such as an id or a token. */
  id(name: string): string {
    return this.#required(name, this.optionalText(name) || null)
  }

  optionalText(name: string): string | null {
    const found = this.#field(name)
    if (found !== null && typeof found !== 'string') throw this.#wrong(name)
    return found
  }

  /** One of these texts. */
  oneOf<T extends string>(name: string, texts: ReadonlySet<T>): T {
    const found = this.text(name)
    if (!texts.has(found as T)) throw this.#wrong(name)
    return found as T
  }

  integer(name: string): number {
    return this.#required(name, this.optionalInteger(name))
  }

  optionalInteger(name: string): number | null {
    const found = this.#field(name)
    if (found !== null && !Number.isSafeInteger(found)) throw this.#wrong(name)
    return found as number | null
  }

  /** A time in RFC 3339; without a zone it is China's. */
  moment(name: string): Date {
    return this.#required(name, this.anyMoment(name))
  }

  /** A time that we don't need: null where it is missing or of another form. */
  anyMoment(name: string): Date | null {
    return readChinaTime(this.anyText(name) ?? '') ?? null
  }

  object(name: string): Fields {
    return new Fields(this.#field(name), this.#code, `${this.#path}/${name}`)
  }

  /** An object that we don't need: one without fields where it is missing or of another type. */
  anyObject(name: string): Fields {
    const found = this.#field(name)
    return new Fields(isObject(found) ? found : {}, this.#code, `${this.#path}/${name}`)
  }

  /** Null where it is absent. */
  #field(name: string): unknown {
    return Object.hasOwn(this.raw, name) ? (this.raw[name] ?? null) : null
  }

  #required<T>(name: string, found: T | null): T {
    if (found === null) throw this.#wrong(name)
    return found
  }

  #wrong(name: string): WeixinError {
    return wrong(this.#code, `${this.#path}/${name}`)
  }
}

function wrong(code: WeixinErrorCode, detail: string): WeixinError {
  return new WeixinError(code, { detail })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
