import ts from 'typescript'

const printer = ts.createPrinter({ removeComments: true, omitTrailingSemicolon: true })

/** The printer indents by four. */
const indentBy2 = (text: string): string =>
  text.replaceAll(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2))

/** A declaration as its users write it: without body, modifiers, comments, and members that are listed by themselves. */
export function signatureOf(node: ts.Declaration, checker: ts.TypeChecker): string {
  const source = node.getSourceFile()
  const print = (part: ts.Node): string =>
    indentBy2(printer.printNode(ts.EmitHint.Unspecified, part, source))
  const list = (parts: readonly ts.Node[] | undefined, separator = ', '): string =>
    (parts ?? []).map(print).join(separator)
  const generics = (parts: readonly ts.Node[] | undefined): string =>
    parts && parts.length > 0 ? `<${list(parts)}>` : ''
  const parameter = (one: ts.ParameterDeclaration): string => {
    const name = ts.isIdentifier(one.name) ? one.name.text : 'options'
    const isOptional = one.questionToken !== undefined || one.initializer !== undefined
    return `${one.dotDotDotToken ? '...' : ''}${name}${isOptional ? '?' : ''}${one.type ? `: ${print(one.type)}` : ''}`
  }
  const call = ({ typeParameters, parameters, type }: ts.SignatureDeclaration): string => {
    const all = parameters.map(parameter)
    const returned = type ? `: ${print(type)}` : ''
    const inOneLine = `${generics(typeParameters)}(${all.join(', ')})${returned}`
    return inOneLine.length < 60 || all.length === 0
      ? inOneLine
      : `${generics(typeParameters)}(\n${all.map((one) => `  ${one},\n`).join('')})${returned}`
  }

  if (ts.isFunctionDeclaration(node))
    return `declare function ${node.name?.text ?? ''}${call(node)}`
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
    const keyword = ts.isInterfaceDeclaration(node) ? 'interface' : 'class'
    const heritage = list(node.heritageClauses, ' ').trim()
    return `${keyword} ${node.name?.text ?? ''}${generics(node.typeParameters)}${heritage && ` ${heritage}`}`
  }
  if (ts.isTypeAliasDeclaration(node))
    return `type ${node.name.text}${generics(node.typeParameters)} = ${print(node.type)}`
  if (ts.isVariableDeclaration(node)) {
    const type = node.type
      ? print(node.type)
      : checker.typeToString(
          checker.getTypeAtLocation(node),
          node,
          ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
        )
    return `declare const ${print(node.name)}: ${type}`
  }
  if (ts.isMethodSignature(node) || ts.isMethodDeclaration(node))
    return `${print(node.name)}${node.questionToken ? '?' : ''}${call(node)}`
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
    // The members of a nested object are listed by themselves.
    const type = node.type && (ts.isTypeLiteralNode(node.type) ? 'object' : print(node.type))
    return `${print(node.name)}${node.questionToken ? '?' : ''}${type ? `: ${type}` : ''}`
  }
  if (ts.isGetAccessorDeclaration(node))
    return `${print(node.name)}${node.type ? `: ${print(node.type)}` : ''}`
  return node.getText(source).split('\n', 1)[0] ?? ''
}
