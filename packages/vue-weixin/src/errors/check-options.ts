/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * Refuses an option that is misspelt, in development builds only: TypeScript does it for those who use it.
 * @throws {TypeError} with the name of the option and the names that exist
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  if (process.env.NODE_ENV === 'production') return
  const known: readonly string[] = names
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new TypeError(
      `vue-weixin: ${owner} has no option "${unknown}". Its options are ${names.join(', ')}.`,
    )
}
