import { createHash } from 'node:crypto'
import { checkInBrowser } from './browser.ts'

/** The language of the page. */
export type PageLanguage = 'zh' | 'en'

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:40rem;padding:1rem}
h1{font-size:1.25rem}
ul{list-style:none;padding:0}
li{border-left:4px solid #888;margin:.5rem 0;padding:.25rem .75rem;overflow-wrap:anywhere}
li.ok{border-color:#07c160}li.warning{border-color:#e6a23c}li.failed{border-color:#e34d59}
b{display:block;font-size:.875rem}`

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')

/** Nothing from elsewhere: WeChat puts its bridge into the page by itself. */
export const POLICY: string = `default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const TEXTS: Record<PageLanguage, Record<'title' | 'running' | 'noCookie', string>> = {
  zh: {
    title: 'koa-weixin 手机端检查',
    running: '检查中…',
    noCookie:
      '浏览器没有带回 Cookie：登录也会因此失败。请允许使用 Cookie，并检查反向代理是否丢弃了 Set-Cookie 或 Cookie 头。',
  },
  en: {
    title: 'koa-weixin on this phone',
    running: 'Checking…',
    noCookie:
      'The browser sent no cookie back, and sign-in fails for the same reason. Allow cookies, and check whether a proxy drops Set-Cookie or Cookie.',
  },
}

function document(language: PageLanguage, body: string, script = ''): string {
  const { title } = TEXTS[language]
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style>${script}</head><body><h1>${title}</h1>${body}</body></html>`
}

/** The page that runs the checks. */
export function doctorHtml(language: PageLanguage): string {
  const { running } = TEXTS[language]
  const body = `<p id="state" role="status">${running}</p><ul id="results"></ul>`
  return document(language, body, '<script src="doctor/script.js" defer></script>')
}

/** The page for a browser that keeps no cookies: then there is nothing else to look at. */
export function noCookieHtml(language: PageLanguage): string {
  return document(
    language,
    `<ul><li class="failed" data-check="cookies"><b>cookies</b>${TEXTS[language].noCookie}</li></ul>`,
  )
}

/** The script of the page. */
export const SCRIPT: string = `(${checkInBrowser.toString()})()`
