/** A document's fields by name. A Map, so that no name means anything to JavaScript. */
export type XmlFields = ReadonlyMap<string, string>

/** In characters. The longest that WeChat sends are a few thousand; more is not read at all. */
const LONGEST = 100_000
const MOST_FIELDS = 500

const OPENING = /^(?:<\?xml [^?<>]*\?>)?[ \t\r\n]*<(xml|root)>/
/** Its end can be found in one way only, so that no document makes the search slow. */
const CDATA = String.raw`<!\[CDATA\[[^\]]*(?:\](?!\]>)[^\]]*)*\]\]>`
/** A field in one of three forms: one simple CDATA, plain text, or what needs a closer look. */
const FIELD = new RegExp(
  String.raw`[ \t\r\n]*<([A-Za-z]\w*)>(?:<!\[CDATA\[([^\]]*)\]\]></\1>|([^<&]*)</\1>|([^<]*(?:${CDATA}[^<]*)*)</\1>)`,
  'y',
)
const SECTION = new RegExp(CDATA, 'g')
const BLANK = /^[ \t\r\n]*$/
const ENTITY = /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));|&/g
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * Reads what WeChat Pay v2 sends and nothing else: one level of fields under `root`, each name once.
 * Undefined for anything more (DOCTYPE, attributes, nesting, comments, a name twice, unknown
 * entities, too long), so there is nothing to expand, to fetch or to misread. Values are the texts
 * to the letter: their white space is signed too. Source: WeChat Pay v2, 安全规范.
 */
export function readXml(text: string, root: 'xml' | 'root' = 'xml'): XmlFields | undefined {
  if (text.length > LONGEST) return undefined
  const opening = OPENING.exec(text)
  if (opening?.[1] !== root) return undefined
  const fields = new Map<string, string>()
  let end = opening[0].length
  FIELD.lastIndex = end
  for (let field = FIELD.exec(text); field; field = FIELD.exec(text)) {
    end = FIELD.lastIndex
    const [, name = '', section, plain, mixed = ''] = field
    const value = section ?? plain ?? readMixed(mixed)
    if (value === undefined || fields.has(name) || fields.size === MOST_FIELDS) {
      FIELD.lastIndex = 0
      return undefined
    }
    fields.set(name, value)
  }
  return text.slice(end).trim() === `</${root}>` ? fields : undefined
}

/** CDATA may be split (`]]>` cannot stand inside one) and stand on lines of its own. */
function readMixed(content: string): string | undefined {
  const sections = content.match(SECTION)
  if (!sections) return readEntities(content)
  if (!BLANK.test(content.replace(SECTION, ''))) return undefined
  return sections.map((section) => section.slice('<![CDATA['.length, -']]>'.length)).join('')
}

function readEntities(text: string): string | undefined {
  let isKnown = true
  const read = text.replace(ENTITY, (_, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return NAMED[name] ?? ''
    const character = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    // Neither a bare & nor a character that XML does not have.
    if (!isCharacter(character)) isKnown = false
    return isKnown ? String.fromCodePoint(character) : ''
  })
  return isKnown ? read : undefined
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd
  return (
    code <= 0xd7_ff ||
    (code >= 0xe0_00 && code <= 0xff_fd) ||
    (code >= 0x1_00_00 && code <= 0x10_ff_ff)
  )
}

/** A document for WeChat Pay v2, every value in CDATA. */
export function writeXml(fields: Readonly<Record<string, string>>): string {
  let written = '<xml>'
  // Names alone, because Object.entries makes an array for each field.
  for (const name of Object.keys(fields)) {
    const value = fields[name] ?? ''
    const text = value.includes(']]>') ? value.replaceAll(']]>', ']]]]><![CDATA[>') : value
    written = `${written}<${name}><![CDATA[${text}]]></${name}>`
  }
  return `${written}</xml>`
}
