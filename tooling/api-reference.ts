import type { PublicName } from './public-api.ts'

/** The headings of the reference in one language; doc comments stay in English. */
export interface ReferenceWords {
  /** The link to the page in the other language; `NAME` stands for the package. */
  other: string
  intro: string
  functions: string
  types: string
  default: string
  throws: string
  returns: string
}

export const referenceWords: Record<'en' | 'zh', ReferenceWords> = {
  en: {
    other: '[简体中文](/docs/zh/api/NAME)',
    intro: 'Written from the doc comments of the source.',
    functions: 'Functions and classes',
    types: 'Types',
    default: 'Default',
    throws: 'Throws',
    returns: 'Returns',
  },
  zh: {
    other: '[English](/docs/api/NAME)',
    intro: '由源码中的文档注释生成，注释为英文。',
    functions: '函数与类',
    types: '类型',
    default: '默认值',
    throws: '抛出',
    returns: '返回',
  },
}

/** The Markdown page with everything that a package exports, and the types that these exports name. */
export function apiReference(
  title: string,
  names: readonly PublicName[],
  words: ReferenceWords,
): string {
  const exported = names.filter(({ kind }) => kind === 'export')
  const isType = ({ signature }: PublicName): boolean => /^(?:type|interface) /.test(signature)
  const section = (some: readonly PublicName[]): string[] =>
    some
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      .map((one) => exportText(one, membersOf(one, names), words))
  return [
    `# ${title}`,
    words.other.replace('NAME', title),
    words.intro,
    `## ${words.functions}`,
    ...section(exported.filter((one) => !isType(one))),
    `## ${words.types}`,
    ...section(exported.filter(isType)),
  ].join('\n\n')
}

const membersOf = ({ name }: PublicName, names: readonly PublicName[]): PublicName[] =>
  names.filter((one) => one.kind === 'member' && one.name.startsWith(`${name}.`))

function exportText(
  { name, signature, comment, tags, examples }: PublicName,
  members: readonly PublicName[],
  words: ReferenceWords,
): string {
  const parameters = tags
    .filter((tag) => tag.name === 'param')
    .map(({ text }) => {
      const [parameter = '', ...rest] = text.split(/\s+(?:-\s+)?/)
      return `- \`${parameter}\`: ${prose(rest.join(' '))}`
    })
  return [
    `### ${name}`,
    // The heading and the list of members say the same.
    /^interface \w+$/.test(signature) ? '' : `\`\`\`ts\n${signature}\n\`\`\``,
    prose(comment),
    parameters.join('\n'),
    ...notes(tags, words),
    ...examples.map(example),
    members.map((one) => memberText(name, one, words)).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
}

function memberText(
  owner: string,
  { name, signature, comment, tags }: PublicName,
  words: ReferenceWords,
): string {
  const path = name.slice(owner.length + 1).split('.')
  const before = path.slice(0, -1).join('.')
  const code = `${before && `${before}.`}${signature.replaceAll(/\s+/g, ' ').replace(/\( (.*),? \)/, '($1)')}`
  const text = [prose(comment), ...notes(tags, words)].filter((one) => one !== '').join(' ')
  return `- ${inlineCode(code)}\n\n  ${text.replaceAll('\n', '\n  ')}\n`
}

/** A default that is written as in code. */
const isLiteral = /^(?:'[^']*'|\[.*\]|\{.*\}|[\d_.]+|true|false|null|undefined)$/

const notes = (tags: PublicName['tags'], words: ReferenceWords): string[] =>
  tags.flatMap(({ name, text }) => {
    if (name === 'default')
      return [`**${words.default}:** ${isLiteral.test(text) ? inlineCode(text) : prose(text)}`]
    if (name === 'throws') return [`**${words.throws}:** ${prose(text)}`]
    return name === 'returns' ? [`**${words.returns}:** ${prose(text)}`] : []
  })

const example = (text: string): string =>
  text.includes('```') ? text : `\`\`\`${/^\s*</m.test(text) ? 'vue' : 'ts'}\n${text}\n\`\`\``

const inlineCode = (code: string): string =>
  code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``

/** A comment as Markdown that Vue compiles: tags and interpolations outside code are text. */
const prose = (text: string): string =>
  text
    .replaceAll(/\{@link (\S+?)\}/g, '`$1`')
    .replace(/^\{(\w+)\}/, '`$1`')
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : part
            .replaceAll('<', '&lt;')
            .replaceAll('{{', '&#123;&#123;')
            .replaceAll('*', String.raw`\*`),
    )
    .join('')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim().replaceAll(/\n(?!- )/g, ' '))
    .join('\n\n')
