import { patternInWords, type Words } from '../domain/patterns.ts'
import type { FieldRule } from './fields.ts'

const TYPES: Record<FieldRule['type'], string> = {
  string: '字符串',
  integer: '整数',
  boolean: '布尔值',
  object: '对象',
  array: '数组',
}

/** What a field must be, for the log: WeChat's own message names what is wrong, in Chinese only. */
export function ruleInWords(rule: FieldRule): Words {
  const { type, required, minBytes, maxBytes, pattern, min, oneOf, minItems } = rule
  const form = pattern && patternInWords(pattern)
  const en = [
    type,
    required ? 'required' : 'optional',
    minBytes !== undefined && `at least ${minBytes} bytes`,
    maxBytes !== undefined && `at most ${maxBytes} bytes`,
    type === 'string' && 'no character of 4 bytes, such as an emoji',
    min !== undefined && `at least ${min}`,
    minItems !== undefined && `items: at least ${minItems}`,
    oneOf && `one of ${oneOf.join(', ')}`,
    form?.en,
  ]
  const zh = [
    TYPES[type],
    required ? '必填' : '可选',
    minBytes !== undefined && `至少 ${minBytes} 字节`,
    maxBytes !== undefined && `最多 ${maxBytes} 字节`,
    type === 'string' && '不能含 emoji 等 4 字节字符',
    min !== undefined && `最小为 ${min}`,
    minItems !== undefined && `至少 ${minItems} 项`,
    oneOf && `取值为 ${oneOf.join('、')}`,
    form?.zh,
  ]
  return { en: en.filter(Boolean).join('; '), zh: zh.filter(Boolean).join('；') }
}
