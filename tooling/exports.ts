import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export interface Exports {
  values: string[]
  types: string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a package's index gives to the world, by name and sorted: what runs, and what is a type only. */
export function exportsOf(name: string): Exports {
  const index = join(root, 'packages', name, 'src/index.ts')
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(index)
  const module = source && checker.getSymbolAtLocation(source)
  if (!module) throw new Error(`${index} exports nothing`)

  const result: Exports = { values: [], types: [] }
  for (const symbol of checker.getExportsOfModule(module)) {
    const runs =
      !isTypeOnly(symbol) && (resolve(checker, symbol).flags & ts.SymbolFlags.Value) !== 0
    result[runs ? 'values' : 'types'].push(symbol.name)
  }
  return { values: result.values.toSorted(), types: result.types.toSorted() }
}

const resolve = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

/** `export type { aClass }` names a thing that runs, and still gives its type only. */
const isTypeOnly = (symbol: ts.Symbol): boolean =>
  (symbol.declarations ?? []).some((declaration) => ts.isTypeOnlyExportDeclaration(declaration))
