import ts from 'typescript'
import {
  permittedIdentifiers,
  permittedInDocuments,
  retiredIdentifiers,
  retiredOnlyIn,
  retiredParts,
  retiredPhrases,
} from './retired-words.ts'

/** One use of a retired word. */
export interface RetiredUse {
  line: number
  /** The identifier or phrase as it is written. */
  found: string
  instead: string
}

/** `paidByCustomer`, `PAID_BY` and `paid-by` as words: `[paid, by, customer]`. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)

/** What to write in place of an identifier or a file name of the file `path`; undefined when it may stay. */
function replacement(name: string, path: string): string | undefined {
  if (permittedIdentifiers.has(name)) return undefined
  const folders = Object.hasOwn(retiredOnlyIn, name) ? retiredOnlyIn[name] : undefined
  if (folders && !folders.test(path)) return undefined
  if (Object.hasOwn(retiredIdentifiers, name)) return retiredIdentifiers[name]
  const words = ` ${wordsOf(name).join(' ')} `
  return Object.entries(retiredParts).find(([part]) => words.includes(` ${part} `))?.[1]
}

const phrases = new RegExp(
  `\\b(?:${Object.keys(retiredPhrases).join('|').replaceAll('.', '\\.')})\\b`,
  'gi',
)

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Identifiers of a program, in declarations and uses alike. */
function identifiersOf(code: string): { name: string; index: number }[] {
  const source = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest)
  const identifiers: { name: string; index: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.push({ name: node.text, index: node.getStart(source) })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return identifiers
}

/** Names in the code blocks and code spans of a document. */
const namesInDocument = (text: string): { name: string; index: number }[] =>
  [...text.matchAll(/^```(?:ts|js|vue)\n.*?^```$|`[^`\n]+`/gms)].flatMap((code) =>
    [...code[0].matchAll(/[A-Za-z_$][\w$]*/g)].map((match) => ({
      name: match[0],
      index: code.index + match.index,
    })),
  )

/** Everything outside a component's scripts is blanked, so that lines stay where they are. */
const scriptsOf = (component: string): string => {
  const scripts = [...component.matchAll(/<script[^>]*>(.*?)<\/script>/gs)]
  return scripts.reduce(
    (blank, script) => {
      const start = script.index + script[0].indexOf('>') + 1
      const code = script[1] ?? ''
      return blank.slice(0, start) + code + blank.slice(start + code.length)
    },
    component.replaceAll(/[^\n]/g, ' '),
  )
}

/** Where a file's name or text uses a retired word. */
export function findRetiredWords(path: string, text: string): RetiredUse[] {
  const uses: RetiredUse[] = []
  const instead = replacement(path, path)
  if (instead !== undefined) uses.push({ line: 1, found: path, instead })

  const names = path.endsWith('.md')
    ? namesInDocument(text)
    : path.endsWith('.vue')
      ? identifiersOf(scriptsOf(text))
      : /\.(ts|mjs|js)$/.test(path)
        ? identifiersOf(text)
        : []
  for (const { name, index } of names) {
    if (path.endsWith('.md') && permittedInDocuments.has(name)) continue
    const better = replacement(name, path)
    if (better !== undefined) uses.push({ line: lineAt(text, index), found: name, instead: better })
  }
  for (const { 0: found, index } of text.matchAll(phrases))
    uses.push({
      line: lineAt(text, index),
      found,
      instead: retiredPhrases[found.toLowerCase()] ?? '',
    })
  return uses
}
