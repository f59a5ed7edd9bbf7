import { isObject } from '../http/body.ts'
import type { Call } from '../http/call.ts'
import * as errors from './errors.ts'
import { checkField, type FieldRule, type Violation } from './fields.ts'

interface Place {
  pointer: string
  value: unknown
}

/** Where a rule applies: one place, or one for each item of the arrays on its way; none where an optional parent is absent. */
function placesOf(name: string, body: Record<string, unknown>): Place[] {
  let places: Place[] = [{ pointer: '/body', value: body }]
  for (const step of name.split('.')) {
    const isItems = step.endsWith('[]')
    const key = isItems ? step.slice(0, -2) : step
    places = places.flatMap(({ pointer, value }) => {
      if (!isObject(value)) return []
      const inner = { pointer: `${pointer}/${key}`, value: value[key] }
      if (!isItems) return [inner]
      return Array.isArray(inner.value)
        ? inner.value.map((item: unknown, i) => ({ pointer: `${inner.pointer}/${i}`, value: item }))
        : []
    })
  }
  return places
}

const FOUR_BYTES = /[\u{10000}-\u{10FFFF}]/u

/** The first field that breaks a rule, in the table's order; then a field that no rule knows. */
export function checkBody(
  rules: readonly FieldRule[],
  body: Record<string, unknown>,
): Violation | null {
  for (const rule of rules) {
    for (const { pointer, value } of placesOf(rule.name, body)) {
      const violation = checkField(rule, value, pointer)
      if (violation) return violation
      if (typeof value === 'string' && FOUR_BYTES.test(value)) {
        return {
          rule,
          value,
          message: `输入源“${pointer}”映射到值字段“${rule.label}”字符串规则校验失败，含有 4 字节的 UTF-8 字符`,
        }
      }
    }
  }
  return null
}

/** Refuses a body that breaks a rule. */
export function requireFields(
  call: Call,
  rules: readonly FieldRule[],
  body: Record<string, unknown>,
): void {
  const violation = checkBody(rules, body)
  call.check('fields of the call', violation === null, violation?.message)
  if (violation) throw errors.badField(violation, 'body')
}

/** A top-level field that no rule names: WeChat refuses what it does not know. */
export function unknownField(
  rules: readonly FieldRule[],
  body: Record<string, unknown>,
): string | undefined {
  const known = new Set(rules.map((rule) => rule.name.split(/[.[]/)[0]))
  return Object.keys(body).find((name) => !known.has(name))
}

/** Refuses a body with such a field. */
export function requireKnown(
  call: Call,
  rules: readonly FieldRule[],
  body: Record<string, unknown>,
): void {
  const unknown = unknownField(rules, body)
  call.require('no unknown field', unknown === undefined, () =>
    errors.unknownParameter(unknown ?? ''),
  )
}
