import { fileURLToPath } from 'node:url'
import { createServer, createServerModuleRunner, normalizePath } from 'vite'
import type { KoaWeixin } from '../shop.ts'

/** One exact place of our source, and what stands there instead. */
export interface Edit {
  /** Under koa-weixin/src. */
  file: string
  /** Must stand in the file exactly once. */
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
  let isPlanted = false
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
        name: 'planted-mistake',
        enforce: 'pre',
        transform(code, id) {
          if (!edit || id !== source(edit.file)) return undefined
          const parts = code.split(edit.from)
          if (parts.length !== 2)
            throw new Error(`${edit.file} has the place ${parts.length - 1} times, not once`)
          isPlanted = true
          return parts.join(edit.to)
        },
      },
    ],
  })
  const { ssr } = server.environments
  const forget = (file: string): void => ssr.moduleGraph.onFileChange(source(file))

  return {
    async load(next) {
      if (edit) forget(edit.file)
      if (next) forget(next.file)
      edit = next
      isPlanted = false
      const runner = createServerModuleRunner(ssr, { hmr: false, sourcemapInterceptor: false })
      try {
        const loaded = await runner.import<KoaWeixin>(source('index.ts'))
        if (edit && !isPlanted) throw new Error(`${edit.file} was not loaded`)
        return loaded
      } finally {
        await runner.close()
      }
    },
    close: () => server.close(),
  }
}
