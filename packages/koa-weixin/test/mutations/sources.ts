import { fileURLToPath } from 'node:url'
import { createServer, createServerModuleRunner, normalizePath } from 'vite'
import type { KoaWeixin } from '../shop.ts'

/** A place in our source, and what stands there instead. */
export interface Edit {
  /** Under koa-weixin/src. */
  file: string
  /** The function, or the method of an object, in which the place lies. */
  in: string
  /** Must stand in that function exactly once, however it is broken into lines. */
  from: string
  to: string
}

/** koa-weixin read from its source, each time anew. */
export interface Sources {
  /** Rejects unless the place was found exactly once, in a file that was really loaded. */
  load(edit?: Edit): Promise<KoaWeixin>
  close(): Promise<void>
}

const source = (file: string): string =>
  normalizePath(fileURLToPath(new URL(`../../src/${file}`, import.meta.url)))

export async function openSources(): Promise<Sources> {
  let edit: Edit | undefined
  let isApplied = false
  const server = await createServer({
    configFile: false,
    envFile: false,
    appType: 'custom',
    logLevel: 'silent',
    root: source('..'),
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [
      {
        name: 'mutation',
        enforce: 'pre',
        transform(code, id) {
          if (!edit || id !== source(edit.file)) return undefined
          isApplied = true
          return mutate(code, edit)
        },
      },
    ],
  })
  const { ssr } = server.environments
  let runner: ReturnType<typeof createServerModuleRunner> | undefined
  const forget = (file: string): void => ssr.moduleGraph.onFileChange(source(file))

  return {
    async load(next) {
      if (edit) forget(edit.file)
      if (next) forget(next.file)
      edit = next
      isApplied = false
      // The one before has to stay open while its shop runs: the source imports axios at the first call.
      await runner?.close()
      runner = createServerModuleRunner(ssr, { hmr: false, sourcemapInterceptor: false })
      const loaded = await runner.import<KoaWeixin>(source('index.ts'))
      if (edit && !isApplied) throw new Error(`${edit.file} was not loaded`)
      return loaded
    },
    async close() {
      await runner?.close()
      await server.close()
    },
  }
}

/** The code with the edit made. Throws unless the place is found exactly once in its function. */
function mutate(code: string, { file, in: name, from, to }: Edit): string {
  const [start, end] = rangeOf(code, name) ?? []
  if (start === undefined || end === undefined) throw new Error(`${file} has no function ${name}`)
  const body = code.slice(start, end)
  const place = new RegExp(
    from
      .split(/\s+/)
      .map(escape)
      .join(String.raw`\s+`),
    'g',
  )
  const found = [...body.matchAll(place)]
  if (found.length !== 1)
    throw new Error(`${file}: ${name} has the place ${found.length} times, not once`)
  return code.slice(0, start) + body.replace(place, () => to) + code.slice(end)
}

/** From the declaration to the line that closes it, which is indented as the declaration is. */
function rangeOf(code: string, name: string): [number, number] | undefined {
  const declarations = new RegExp(
    String.raw`^( *)(?:export )?(?:async )?(?:function |const )?${name}\b(?:[(<]|: (?:async )?\(| =)`,
    'gm',
  )
  // The last one: an interface that names it too stands before.
  const declaration = [...code.matchAll(declarations)].at(-1)
  if (!declaration) return undefined
  const { index } = declaration
  const indent = declaration[1] ?? ''
  const closing = new RegExp(String.raw`^${indent}\}[,;)]*$`, 'm').exec(code.slice(index + 1))
  const line = code.indexOf('\n', index)
  return [index, closing ? index + 1 + closing.index + indent.length + 1 : line]
}

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
