import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import Router from '@koa/router'
import type { CallState, Ctx } from '../http/context.ts'
import { pageFolder } from './page-folder.ts'

/** The page frames the page under test, which may be any address of this machine or of the developer's. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src *; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

async function sendFile(ctx: Ctx, name: string): Promise<void> {
  let content: Buffer
  try {
    content = await readFile(join(await pageFolder(), name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  ctx.type = extname(name)
  ctx.set('X-Content-Type-Options', 'nosniff')
  ctx.body = content
}

/** The dashboard's page, at the simulator's own address. */
export function dashboardRoutes(): Router<CallState> {
  const router = new Router<CallState>()
  router.get('/', async (ctx) => {
    ctx.set('Cache-Control', 'no-cache')
    ctx.set('Content-Security-Policy', POLICY)
    ctx.set('Referrer-Policy', 'no-referrer')
    await sendFile(ctx, 'index.html')
  })
  // The names of the built files carry a hash of their content.
  router.get('/simulator/dashboard/assets/:name', async (ctx) => {
    const { name = '' } = ctx.params
    if (!/^[\w-]+\.(js|css|svg|woff2)$/.test(name)) return
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    await sendFile(ctx, join('assets', name))
  })
  return router
}
