/** A rule in both languages, as a part of a sentence. */
export interface Words {
  en: string
  zh: string
}

/**
 * A notify_url: https anywhere; plain http, which WeChat refuses, to private addresses only. No query, no fragment.
 */
export const ADDRESS =
  /^(?:https:\/\/(?:[^\s/?#[\]@]+@)?[^\s/?#@:]+|http:\/\/(?:[^\s/?#@:.[\]]+|[^\s/?#@:[\]]+\.(?:localhost|local|internal|lan)|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|\[::1\]))(?::\d{1,5})?(?:\/[^\s?#[\]]*)?$/
/** The address of a user's device. */
export const IP: RegExp = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/
/** An out_trade_no. */
export const WORD: RegExp = /^[0-9a-zA-Z_\-|*]+$/
/** An out_refund_no. */
export const REFUND_WORD: RegExp = /^[0-9a-zA-Z_\-|*@]+$/
/** A time of API v3, RFC 3339. */
export const RFC_3339: RegExp =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
/** A time of API v2. */
export const SHORT_TIME: RegExp =
  /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$/
/** An amount of API v2. */
export const FEN: RegExp = /^[1-9]\d*$/
/** A day of API v3. */
export const DAY: RegExp = /^\d{4}-\d{2}-\d{2}$/
/** A day of API v2. */
export const SHORT_DAY: RegExp = /^\d{8}$/

const WORDS: ReadonlyMap<RegExp, Words> = new Map([
  [
    ADDRESS,
    {
      en: 'an absolute https address without query and fragment (here also plain http, to localhost and private addresses)',
      zh: '完整的 https 地址，不带查询参数和 # 片段（模拟器也接受指向本机和内网地址的 http）',
    },
  ],
  [IP, { en: 'an IPv4 or IPv6 address', zh: 'IPv4 或 IPv6 地址' }],
  [WORD, { en: 'digits, letters and _ - | * only', zh: '只能包含数字、字母和 _ - | *' }],
  [REFUND_WORD, { en: 'digits, letters and _ - | * @ only', zh: '只能包含数字、字母和 _ - | * @' }],
  [
    RFC_3339,
    {
      en: 'a time with its zone, as 2026-01-01T08:00:05+08:00',
      zh: '带时区的时间，如 2026-01-01T08:00:05+08:00',
    },
  ],
  [SHORT_TIME, { en: 'a time in China, yyyyMMddHHmmss', zh: '北京时间，格式为 yyyyMMddHHmmss' }],
  [
    FEN,
    {
      en: 'a whole number of fen, at least 1, without decimals',
      zh: '整数，单位为分，至少为 1，不带小数',
    },
  ],
  [DAY, { en: 'a day, yyyy-MM-dd', zh: '日期，格式为 yyyy-MM-dd' }],
  [SHORT_DAY, { en: 'a day, yyyyMMdd', zh: '日期，格式为 yyyyMMdd' }],
])

/** What a text must be. */
export const patternInWords = (pattern: RegExp): Words =>
  WORDS.get(pattern) ?? { en: `matching ${pattern.source}`, zh: `必须匹配 ${pattern.source}` }
