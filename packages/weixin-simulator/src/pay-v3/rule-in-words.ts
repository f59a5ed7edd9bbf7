import type { FieldRule } from './fields.ts'

/** What a field must be, for the log: WeChat's own message says it in Chinese only. */
export function ruleInWords({
  type,
  required,
  minBytes,
  maxBytes,
  pattern,
  min,
  oneOf,
  minItems,
}: FieldRule): string {
  return [
    type,
    required ? 'required' : 'optional',
    minBytes !== undefined && `at least ${minBytes} bytes`,
    maxBytes !== undefined && `at most ${maxBytes} bytes`,
    type === 'string' && 'no character of 4 bytes, such as an emoji',
    min !== undefined && `at least ${min}`,
    minItems !== undefined && `items: at least ${minItems}`,
    oneOf && `one of ${oneOf.join(', ')}`,
    pattern && `matching ${pattern.source}`,
  ]
    .filter(Boolean)
    .join('; ')
}
