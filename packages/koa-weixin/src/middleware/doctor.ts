import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { doctorHtml, noCookieHtml, POLICY, SCRIPT, type PageLanguage } from '../doctor-page/html.ts'
import type { Internals } from '../internals.ts'
import { createSeal } from '../seal.ts'
import { doctorCookie, setCookie } from './cookies.ts'
import { queryText } from './query.ts'

const LIFE_SECONDS = 600

/** The routes of the page that is opened on the phone. */
export interface DoctorRoutes {
  /** `GET doctor?token=…` opens it, `GET doctor` shows it. */
  page: Middleware
  script: Middleware
  /** What the server sees of a call. */
  facts: Middleware
}

/**
 * The page that looks at the browser half, for who knows the token of the option `doctor`. The token is exchanged for a
 * cookie at once, so that it stays in no address that is signed or logged. For everybody else the routes do not exist.
 */
export function doctorRoutes(instance: Internals, { token }: { token: string }): DoctorRoutes {
  const { encryptionKeys, now, allowedOrigins, appId } = instance.settings()
  const seal = createSeal({ encryptionKeys, purpose: `weixin doctor ${appId}`, now })
  const cookie = doctorCookie(instance)

  async function isOpen(ctx: Context): Promise<boolean> {
    const sealed = ctx.cookies.get(cookie)
    return sealed !== undefined && (await seal.open(sealed)) !== undefined
  }

  const guarded =
    (answer: (ctx: Context) => void): Middleware =>
    async (ctx, next) => {
      if (!(await isOpen(ctx))) return next()
      ctx.set('cache-control', 'no-store')
      answer(ctx)
    }

  return {
    async page(ctx, next) {
      ctx.set('cache-control', 'no-store')
      const given = queryText(ctx, 'token')
      if (given !== undefined) {
        if (!isEqual(given, token)) return next()
        const value = await seal.seal({}, LIFE_SECONDS)
        setCookie(ctx, instance, { name: cookie, value, lifeSeconds: LIFE_SECONDS })
        // Relative: the page may be open on any of our origins, and below any prefix.
        ctx.redirect('doctor?opened=1')
        return
      }
      const isAllowed = await isOpen(ctx)
      if (!isAllowed && queryText(ctx, 'opened') === undefined) return next()
      const language: PageLanguage = ctx.acceptsLanguages('zh', 'en') === 'zh' ? 'zh' : 'en'
      ctx.status = isAllowed ? 200 : 401
      ctx.set('content-security-policy', POLICY)
      ctx.set('referrer-policy', 'no-referrer')
      ctx.vary('Accept-Language')
      ctx.type = 'html'
      ctx.body = isAllowed ? doctorHtml(language) : noCookieHtml(language)
    },
    script: guarded((ctx) => {
      ctx.type = 'js'
      ctx.body = SCRIPT
    }),
    facts: guarded((ctx) => {
      ctx.body = {
        now: now(),
        address: `${ctx.protocol}://${ctx.host}`,
        ip: ctx.ip,
        allowedOrigins: [...allowedOrigins],
      }
    }),
  }
}

/** Compares hashes: neither the time nor the length tells anything of the token. */
function isEqual(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
