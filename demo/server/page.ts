import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import { build, createServer, normalizePath } from 'vite'
import pageConfig from '../vite.config.ts'

export interface Page {
  middleware: Middleware
  close(): Promise<void>
}

/** `sources` follows changes, for one's own machine only; `built` is what is published; `none` is for tests without a page. */
export type PageKind = 'sources' | 'built' | 'none'

export interface PageOptions {
  /** Carries the socket by which changes are told. */
  server: Server
  simulatorUrl: string | null
  cacheFolder: string | undefined
}

export function openPage(kind: PageKind, options: PageOptions): Promise<Page> {
  if (kind === 'sources') return servePageSources(options)
  if (kind === 'built') return serveBuiltPage(options)
  return Promise.resolve({ middleware: (_ctx, next) => next(), close: async () => {} })
}

const demo = dirname(dirname(fileURLToPath(import.meta.url)))

async function servePageSources(options: PageOptions): Promise<Page> {
  const { cacheFolder = join(demo, 'node_modules/.vite') } = options
  const vite = await createServer({
    ...pageConfig,
    configFile: false,
    root: join(demo, 'src'),
    cacheDir: cacheFolder,
    appType: 'custom',
    logLevel: 'error',
    server: {
      middlewareMode: true,
      hmr: { server: options.server },
      // Only what the page is made of: orders and keys lie beside it.
      fs: {
        allow: [
          join(demo, 'src'),
          join(demo, 'node_modules'),
          join(demo, '../node_modules'),
          join(demo, '../packages/vue-weixin'),
          cacheFolder,
        ].map(normalizePath),
      },
    },
  })
  return {
    async middleware(ctx) {
      ctx.respond = false
      ctx.res.statusCode = 200
      vite.middlewares(ctx.req, ctx.res, () => {
        void (async () => {
          try {
            const source = await readFile(join(demo, 'src/index.html'), 'utf8')
            const html = await vite.transformIndexHtml(ctx.url, source)
            ctx.res.setHeader('content-type', 'text/html; charset=utf-8')
            ctx.res.end(markPage(html, options.simulatorUrl))
          } catch (error) {
            console.error(error)
            ctx.res.statusCode = 500
            ctx.res.end()
          }
        })()
      })
    },
    close: () => vite.close(),
  }
}

/** Built once, kept in memory. */
async function serveBuiltPage(options: PageOptions): Promise<Page> {
  const built = await build({
    ...pageConfig,
    configFile: false,
    root: join(demo, 'src'),
    logLevel: 'error',
    build: { ...pageConfig.build, write: false },
  })
  if (!('output' in built)) throw new Error('Vite did not build one page')
  const files = new Map<string, string | Uint8Array>()
  for (const file of built.output)
    files.set(`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source)
  const html = markPage(String(files.get('/index.html')), options.simulatorUrl)

  return {
    async middleware(ctx) {
      const file = ctx.path === '/index.html' ? undefined : files.get(ctx.path)
      if (file === undefined) {
        // A page of the router's, unless it looks like a file.
        if (ctx.path.includes('.') && ctx.path !== '/index.html') return
        ctx.type = 'html'
        ctx.set('cache-control', 'no-cache')
        ctx.body = html
        return
      }
      ctx.type = extname(ctx.path)
      // The names of built files hold a hash of their content.
      ctx.set('cache-control', 'public, max-age=31536000, immutable')
      ctx.body = typeof file === 'string' ? file : Buffer.from(file)
    },
    close: async () => {},
  }
}

/** With a simulator only: its bridge before every other script, and the sign by which the page says that it is one. */
function markPage(html: string, simulatorUrl: string | null): string {
  if (simulatorUrl === null) return html
  return html.replace(
    '<head>',
    `<head>
    <script src="${simulatorUrl}/simulator/bridge.js"></script>
    <meta name="weixin-simulator" content="${simulatorUrl}" />
    <meta name="robots" content="noindex" />`,
  )
}
