import { isObject } from '../http/body.ts'

/** What one field of a request must be. `name` is its path: `amount.total`, `detail.goods_detail[].quantity`. */
export interface FieldRule {
  name: string
  /** WeChat's own name for it, as its messages show it. */
  label: string
  type: 'string' | 'integer' | 'boolean' | 'object' | 'array'
  required?: true
  /** In UTF-8 bytes: what most of WeChat's own messages count. */
  minBytes?: number
  maxBytes?: number
  pattern?: RegExp
  /** Of an integer. */
  min?: number
  oneOf?: readonly string[]
  /** Fewest items of an array. */
  minItems?: number
}

export interface Violation {
  rule: FieldRule
  message: string
  value: string | number
}

/** `location` is where the field came from: body, query or uri_template. */
export function checkField(rule: FieldRule, value: unknown, pointer: string): Violation | null {
  const { label } = rule
  const fails = (message: string, shown: unknown = value): Violation => ({
    rule,
    message,
    value: typeof shown === 'number' || typeof shown === 'string' ? shown : JSON.stringify(shown),
  })
  if (value === undefined) {
    if (!rule.required) return null
    return fails(`输入源“${pointer}”映射到字段“${label}”必填性规则校验失败，此字段为必填项`, '')
  }
  const wrongType = wrongTypeOf(rule, value)
  if (wrongType) {
    return fails(`无法将 JSON 输入源“${pointer}”映射到目标字段“${label}”中，${wrongType}`)
  }
  if (typeof value === 'string') return checkText(rule, value, pointer, fails)
  if (typeof value === 'number' && rule.min !== undefined && value < rule.min) {
    return fails(`输入源“${pointer}”映射到数值字段“${label}”规则校验失败，值低于最小值 ${rule.min}`)
  }
  if (Array.isArray(value) && value.length < (rule.minItems ?? 0)) {
    return fails(
      `输入源“${pointer}”映射到数组字段“${label}”规则校验失败，元素个数 ${value.length}，小于最小值 ${rule.minItems}`,
      value.length,
    )
  }
  return null
}

const TYPES: Record<FieldRule['type'], { fits: (value: unknown) => boolean; words: string }> = {
  string: {
    fits: (value) => typeof value === 'string',
    words: '此字段需要一个 string 类型的 Json 值',
  },
  integer: { fits: Number.isSafeInteger, words: '此字段需要一个合法的 64 位有符号整数' },
  boolean: {
    fits: (value) => typeof value === 'boolean',
    words: '此字段需要一个 boolean 类型的 Json 值',
  },
  object: { fits: isObject, words: '此字段需要一个 object 类型的 Json 值' },
  array: { fits: Array.isArray, words: '此字段需要一个 array 类型的 Json 值' },
}

function wrongTypeOf({ type }: FieldRule, value: unknown): string | null {
  return TYPES[type].fits(value) ? null : TYPES[type].words
}

function checkText(
  rule: FieldRule,
  value: string,
  pointer: string,
  fails: (message: string, shown?: unknown) => Violation,
): Violation | null {
  const bytes = Buffer.byteLength(value)
  const about = `输入源“${pointer}”映射到值字段“${rule.label}”字符串规则校验失败`
  // A required text may not be empty either.
  const least = rule.minBytes ?? (rule.required ? 1 : 0)
  if (bytes < least) return fails(`${about}，字节数 ${bytes}，小于最小值 ${least}`, bytes)
  if (rule.maxBytes !== undefined && bytes > rule.maxBytes) {
    return fails(`${about}，字节数 ${bytes}，大于最大值 ${rule.maxBytes}`, bytes)
  }
  if (rule.pattern && !rule.pattern.test(value)) {
    return fails(`${about}，字符串必须匹配正则表达式“${rule.pattern.source}”`)
  }
  if (rule.oneOf && !rule.oneOf.includes(value)) {
    return fails(`${about}，值必须是 ${rule.oneOf.join('、')} 之一`)
  }
  return null
}
