// Rules of our own for oxlint (its plugins are ESLint's).
import { posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { boundaries } from './boundaries.mjs'

/** @typedef {{ filename: string, report(problem: { node: Node, message: string }): void }} Context */
/** @typedef {{ value?: unknown, importKind?: string, exportKind?: string }} Leaf */
/** @typedef {{ type: string, name?: string }} Callee */
/** @typedef {Leaf & { type: string, source?: Leaf | null, specifiers?: Leaf[] }} Node */
/** @typedef {Node & { callee: Callee, arguments: Leaf[] }} Call */
/** @typedef {{ block: string, part: string }} Line */

const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} path @param {string} folder */
const isIn = (path, folder) => folder === '.' || path === folder || path.startsWith(`${folder}/`)

/** @param {string} path from the repository's root @returns {Line | undefined} its line in the table */
function lineOf(path) {
  const block = Object.keys(boundaries).find((folder) => isIn(path, folder))
  if (!block) return undefined
  const inside = posix.relative(block, path)
  const fitting = Object.keys(boundaries[block] ?? {}).filter((part) => isIn(inside, part))
  return { block, part: fitting.toSorted((a, b) => b.length - a.length)[0] ?? '.' }
}

/** @param {string} target a package, or a path from the root @param {Line} from @param {string} entry of the table */
function fits(target, from, entry) {
  if (entry === 'node:*') return target.startsWith('node:')
  if (!entry.startsWith('.')) return target === entry
  const to = lineOf(target)
  const path = posix.normalize(entry)
  return to ? to.block === from.block && to.part === path : target === posix.join(from.block, path)
}

/** @param {string} file @param {string} specifier @param {boolean} isType @returns {string | undefined} why not */
function refusal(file, specifier, isType) {
  const from = lineOf(file)
  if (!from) return undefined
  const isRelative = specifier.startsWith('.')
  const target = isRelative ? posix.join(posix.dirname(file), specifier) : specifier
  const to = lineOf(target)
  if (isRelative && to?.block === from.block && to.part === from.part) return undefined
  const entries = (boundaries[from.block]?.[from.part] ?? '').split(/\s+/).filter(Boolean)
  const allowed = entries.some((entry) =>
    entry.startsWith('type:')
      ? isType && fits(target, from, entry.slice('type:'.length))
      : fits(target, from, entry),
  )
  if (allowed) return undefined
  const may = entries.length > 0 ? entries.join(', ') : 'nothing but its own files'
  return `${posix.join(from.block, from.part)} may not import ${target}. It may import ${may} (tooling/boundaries.mjs).`
}

/** Every form: `import`, `import type`, `export … from`, `import()`, `import('x').T`, `require()`. */
const imports = {
  /** @param {Context} context */
  create(context) {
    const file = relative(root, context.filename).split(sep).join('/')
    if (!lineOf(file) || file.endsWith('.test.ts')) return {}
    /** @param {Node} node @param {Leaf | null | undefined} source @param {boolean} isType */
    const check = (node, source, isType) => {
      if (typeof source?.value !== 'string') return
      const message = refusal(file, source.value, isType)
      if (message) context.report({ node, message })
    }
    /** @param {Leaf} leaf */
    const isType = ({ importKind, exportKind }) => (importKind ?? exportKind) === 'type'
    /** @param {Node} node */
    const named = (node) => {
      const { specifiers = [], source } = node
      check(node, source, isType(node) || (specifiers.length > 0 && specifiers.every(isType)))
    }
    return {
      ImportDeclaration: named,
      ExportNamedDeclaration: named,
      ExportAllDeclaration: named,
      /** @param {Node} node */
      ImportExpression: (node) => check(node, node.source, false),
      /** @param {Node} node */
      TSImportType: (node) => check(node, node.source, true),
      /** @param {Call} node */
      CallExpression: (node) => {
        if (node.callee.name === 'require') check(node, node.arguments[0], false)
      },
    }
  },
}

/** `new Date()` and `Date()` read the clock, `new Date(ms)` only computes: oxlint's own rules can't tell them apart. */
const noClock = {
  /** @param {Context} context */
  create(context) {
    /** @param {Call} node */
    const check = (node) => {
      const { type, callee } = node
      if (callee.name === 'Date' && (type === 'CallExpression' || node.arguments.length === 0))
        context.report({ node, message: 'Time is handed in here.' })
    }
    return { NewExpression: check, CallExpression: check }
  },
}

export default {
  meta: { name: 'weixin' },
  rules: { boundaries: imports, 'no-clock': noClock },
}
