import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { isObject } from '../http/body.ts'

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  cdataPropName: '#cdata',
  // For characters by number; what a DOCTYPE declares never gets here.
  htmlEntities: true,
})

export type Fields = Record<string, string>

/** Characters that no XML document may contain (XML 1.0, section 2.2). */
const FORBIDDEN = /(?![\t\n\r\x7F-\x9F])[\p{Cc}\uFFFE\uFFFF]/u

/** The flat fields of one document, their texts as they are; undefined when it is anything else. */
export function parseXml(text: string, root = 'xml'): Fields | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined
  let nodes: unknown
  try {
    nodes = parser.parse(text)
  } catch {
    return undefined
  }
  if (!Array.isArray(nodes)) return undefined
  const [document, ...others] = nodes.filter((node) => isObject(node) && !('?xml' in node))
  const children: unknown = isObject(document) ? document[root] : undefined
  if (!Array.isArray(children) || others.length > 0) return undefined
  const fields: Fields = Object.create(null)
  for (const child of children) {
    const field = readField(child)
    if (field === null) continue
    if (!field || field.name in fields || FORBIDDEN.test(field.text)) return undefined
    fields[field.name] = field.text
  }
  return fields
}

/** Null for the white space between two fields. */
function readField(child: unknown): { name: string; text: string } | null | undefined {
  if (!isObject(child) || ':@' in child) return undefined
  const [name = '', content] = Object.entries(child)[0] ?? []
  if (name === '#text') return String(content).trim() === '' ? null : undefined
  if (!Array.isArray(content)) return undefined
  const parts: { isCdata: boolean; text: string }[] = []
  for (const part of content) {
    if (!isObject(part)) return undefined
    const cdata = part['#cdata']
    if (Array.isArray(cdata)) parts.push({ isCdata: true, text: String(cdata[0]?.['#text'] ?? '') })
    else if ('#text' in part) parts.push({ isCdata: false, text: String(part['#text']) })
    else return undefined
  }
  // Beside CDATA, white space is layout.
  const hasCdata = parts.some((part) => part.isCdata)
  const live = parts.filter((part) => part.isCdata || !hasCdata || part.text.trim() !== '')
  return { name, text: live.map((part) => part.text).join('') }
}

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

/** Numbers that were seen without CDATA in captured documents. */
const BARE = new Set([
  'total_fee',
  'refund_fee',
  'refund_fee_0',
  'cash_refund_fee',
  'coupon_refund_fee',
  'coupon_refund_count',
])

/** Texts in CDATA, and some numbers bare, as WeChat Pay writes them; in the sealed part of a refund all are in CDATA. */
export function buildXml(fields: Fields, root = 'xml'): string {
  const elements = Object.entries(fields).map(([name, text]) => {
    const isBare = root === 'xml' && BARE.has(name)
    return `<${name}>${isBare ? text : cdata(text)}</${name}>`
  })
  return `<${root}>\n${elements.join('\n')}\n</${root}>`
}
