import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Context, Middleware } from 'koa'
import { build, createServer, normalizePath } from 'vite'
import viteConfig from '../vite.config.ts'

export interface Page {
  middleware: Middleware
  close(): Promise<void>
}

/**
 * `sources`: served by Vite with hot reloading, for the developer's own machine only. `built`: built once, for
 * everybody else. `none`: no page, for tests of the server.
 */
export type PageKind = 'sources' | 'built' | 'none'

export interface PageOptions {
  /** Carries the socket of Vite's hot reloading. */
  server: Server
  /** Null with real credentials. */
  simulatorUrl: string | null
  /** Where Vite keeps its cache. @default node_modules/.vite */
  cacheFolder: string | undefined
}

/** Opens the page of the shop as a Koa middleware. Close it. */
export function openPage(kind: PageKind, options: PageOptions): Promise<Page> {
  if (kind === 'sources') return servePageSources(options)
  if (kind === 'built') return serveBuiltPage(options)
  return Promise.resolve({ middleware: (_ctx, next) => next(), close: async () => {} })
}

const demo = dirname(dirname(fileURLToPath(import.meta.url)))

async function servePageSources(options: PageOptions): Promise<Page> {
  const { cacheFolder = join(demo, 'node_modules/.vite') } = options
  const vite = await createServer({
    ...viteConfig,
    configFile: false,
    root: join(demo, 'src'),
    cacheDir: cacheFolder,
    appType: 'custom',
    logLevel: 'error',
    server: {
      middlewareMode: true,
      hmr: { server: options.server },
      // Only the sources of the page: orders and keys lie beside them.
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
            ctx.res.end(markPage(html, options.simulatorUrl, isInWeixin(ctx)))
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

/** Builds the page and serves it from memory. */
async function serveBuiltPage(options: PageOptions): Promise<Page> {
  const built = await build({
    ...viteConfig,
    configFile: false,
    root: join(demo, 'src'),
    logLevel: 'error',
    build: { ...viteConfig.build, write: false },
  })
  if (!('output' in built)) throw new Error('Vite did not build one page')
  const files = new Map<string, BuiltFile>()
  for (const file of built.output)
    files.set(`/${file.fileName}`, compress(file.type === 'chunk' ? file.code : file.source))
  const source = String(files.get('/index.html')?.identity)
  const [html, plainHtml] = [true, false].map((inWeixin) =>
    compress(markPage(source, options.simulatorUrl, inWeixin)),
  )

  return {
    async middleware(ctx) {
      const file = ctx.path === '/index.html' ? undefined : files.get(ctx.path)
      if (file === undefined) {
        // A page of the router, unless the path looks like a file.
        if (ctx.path.includes('.') && ctx.path !== '/index.html') return
        ctx.type = 'html'
        ctx.set('cache-control', 'no-cache')
        respondWith(ctx, isInWeixin(ctx) ? html! : plainHtml!)
        return
      }
      ctx.type = extname(ctx.path)
      // The name of a built file contains a hash of its content.
      ctx.set('cache-control', 'public, max-age=31536000, immutable')
      respondWith(ctx, file)
    },
    close: async () => {},
  }
}

/** A file as it is, and its compressed forms where they are smaller. */
interface BuiltFile {
  identity: Buffer
  br?: Buffer
  gzip?: Buffer
}

function compress(content: string | Uint8Array): BuiltFile {
  const identity = Buffer.from(content)
  const br = brotliCompressSync(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  // Fonts are compressed already.
  if (br.length > identity.length * 0.9) return { identity }
  return { identity, br, gzip: gzipSync(identity) }
}

function respondWith(ctx: Context, file: BuiltFile): void {
  ctx.vary('accept-encoding')
  const encoding = file.br ? ctx.acceptsEncodings('br', 'gzip', 'identity') : 'identity'
  const compressed = encoding === 'br' ? file.br : encoding === 'gzip' ? file.gzip : undefined
  if (compressed) ctx.set('content-encoding', String(encoding))
  ctx.body = compressed ?? file.identity
}

/**
 * With a simulator every browser is one inside WeChat, unless this cookie, which the page sets, makes it an ordinary
 * one. It is not looked at with real credentials.
 */
function isInWeixin(ctx: Context): boolean {
  const isPlain = ctx.cookies.get('tea-shop-browser') === 'plain'
  return !isPlain || /MicroMessenger/i.test(ctx.get('user-agent'))
}

/** With a simulator only: the mark that makes the page show its band, and the bridge before every other script. */
function markPage(html: string, simulatorUrl: string | null, inWeixin: boolean): string {
  if (simulatorUrl === null) return html
  const bridge = `<script src="${simulatorUrl}/simulator/bridge.js"></script>`
  return html.replace(
    '<head>',
    `<head>
    ${inWeixin ? bridge : ''}
    <meta name="weixin-simulator" content="${simulatorUrl}" />
    <meta name="robots" content="noindex" />`,
  )
}
