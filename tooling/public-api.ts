import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { signatureOf } from './signature.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** One exported name, or one member of a type that can be reached from an export. */
export interface PublicName {
  /** `Order.total`; a member of a nested type is `Payment.params.appId`. */
  name: string
  /** Path from the repository's root, and line. */
  place: string
  kind: 'export' | 'member'
  /** The program's text without its body: `find(id: string): Promise<Refund>`, `interface Order`. */
  signature: string
  /** Empty without a doc comment. */
  comment: string
  /** The tags of the comment: `{ name: 'default', text: "'/weixin'" }`. */
  tags: { name: string; text: string }[]
  /** The code of its `@example` tags. */
  examples: string[]
}

interface Manifest {
  name: string
  private?: boolean
  /** A file, or one that carries its types beside it and no code. */
  exports: Record<string, string | { types: string; default: string }>
}

/** The published packages and the source files behind their `exports`, subpaths included. */
export const entryPoints = (): { name: string; files: string[] }[] =>
  readdirSync(join(root, 'packages'))
    .map((folder) => {
      const path = join(root, 'packages', folder)
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest
      const sources = Object.values(manifest.exports)
        .map((entry) => (typeof entry === 'string' ? entry : entry.default))
        .filter((file) => file.endsWith('.ts'))
      return { ...manifest, files: sources.map((file) => join(path, file)) }
    })
    .filter((manifest) => !manifest.private)

/**
 * Everything that users of a package see: the exports of its entry points, the types in their signatures (of this
 * package, exported or not), and the members of all these types. Members marked `@internal` are left out.
 */
export function publicApi(files: readonly string[]): PublicName[] {
  const program = ts.createProgram([...files], {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const packageFolder = `${files[0]?.slice(0, files[0].indexOf('/src/'))}/src/`
  const isOurs = (node: ts.Node): boolean => node.getSourceFile().fileName.startsWith(packageFolder)
  const names: PublicName[] = []
  const seen = new Set<ts.Symbol>()

  const resolve = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

  function add(name: string, kind: PublicName['kind'], symbol: ts.Symbol): void {
    const node = symbol.declarations?.[0]
    if (!node) return
    const source = node.getSourceFile()
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    const tags = symbol
      .getJsDocTags(checker)
      .map((tag) => ({ name: tag.name, text: ts.displayPartsToString(tag.text) }))
    names.push({
      name,
      place: `${relative(root, source.fileName).split(sep).join('/')}:${line + 1}`,
      kind,
      signature: signatureOf(node, checker),
      comment: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
      tags,
      examples: tags.filter((tag) => tag.name === 'example').map(({ text }) => text),
    })
  }

  function addSymbol(symbol: ts.Symbol, name: string): void {
    if (seen.has(symbol)) return
    const declarations = (symbol.declarations ?? []).filter(isOurs)
    if (declarations.length === 0) return
    seen.add(symbol)
    add(name, 'export', symbol)
    for (const declaration of declarations) visitDeclaration(declaration, name)
  }

  /** The part of a declaration that users see: types, and neither bodies nor initial values. */
  function visitDeclaration(node: ts.Declaration, name: string): void {
    if (ts.isTypeAliasDeclaration(node)) visitType(node.type, name)
    else if (ts.isInterfaceDeclaration(node)) {
      for (const clause of node.heritageClauses ?? [])
        for (const type of clause.types) visitType(type, name)
      visitMembers(node.members, name)
    } else if (ts.isClassDeclaration(node)) {
      for (const clause of node.heritageClauses ?? [])
        for (const type of clause.types) visitType(type, name)
      visitMembers(node.members, name)
    } else if (ts.isFunctionDeclaration(node)) visitSignature(node, name)
    else if (ts.isVariableDeclaration(node)) {
      if (node.type) visitType(node.type, name)
      else if (node.initializer && ts.isArrowFunction(node.initializer))
        visitSignature(node.initializer, name)
    }
  }

  function visitSignature(node: ts.SignatureDeclaration, name: string): void {
    for (const parameter of node.parameters) if (parameter.type) visitType(parameter.type, name)
    if (node.type) visitType(node.type, name)
  }

  function visitMembers(
    members: ts.NodeArray<ts.TypeElement | ts.ClassElement>,
    owner: string,
  ): void {
    for (const member of members) {
      const isPrivate =
        ts.isClassElement(member) &&
        (ts.getCombinedModifierFlags(member) &
          (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !==
          0
      if (isPrivate || (member.name && ts.isPrivateIdentifier(member.name))) continue
      if (ts.isConstructorDeclaration(member)) {
        visitSignature(member, owner)
        continue
      }
      const symbol = member.name && checker.getSymbolAtLocation(member.name)
      if (symbol?.getJsDocTags().some((tag) => tag.name === 'internal')) continue
      const name = `${owner}.${member.name?.getText() ?? '()'}`
      // The literal that tells the cases of a union apart documents itself.
      const isLiteral =
        ts.isPropertySignature(member) &&
        member.type !== undefined &&
        ts.isLiteralTypeNode(member.type)
      if (symbol && !isLiteral) add(name, 'member', symbol)
      if (
        ts.isMethodSignature(member) ||
        ts.isMethodDeclaration(member) ||
        ts.isCallSignatureDeclaration(member) ||
        ts.isGetAccessorDeclaration(member)
      )
        visitSignature(member, name)
      if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type)
        visitType(member.type, name)
    }
  }

  /** Nested object types belong to `owner`; named types of the package are looked at by themselves. */
  function visitType(node: ts.Node, owner: string): void {
    if (ts.isTypeLiteralNode(node)) return visitMembers(node.members, owner)
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : ts.isTypeQueryNode(node)
          ? node.exprName
          : undefined
    const symbol = name && checker.getSymbolAtLocation(name)
    if (symbol) {
      const target = resolve(symbol)
      if (!(target.flags & ts.SymbolFlags.TypeParameter)) addSymbol(target, target.name)
    }
    ts.forEachChild(node, (child) => visitType(child, owner))
  }

  for (const file of files) {
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    if (!module) throw new Error(`${file} exports nothing`)
    for (const symbol of checker.getExportsOfModule(module)) addSymbol(resolve(symbol), symbol.name)
  }
  return names
}
