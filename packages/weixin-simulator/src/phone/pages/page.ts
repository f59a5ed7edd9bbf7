import { browserFile } from '../browser-file.ts'
import { html, raw, type Html } from './html.ts'

// Nothing is loaded from elsewhere. No form-action: browsers apply it to the redirect back to the app as well.
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data: http://localhost:* http://127.0.0.1:*"

const styleSheets = ['tokens.css', 'page.css', 'consent.css', 'message.css', 'h5.css']

/** A whole document. `title` is marked as a simulation here, `body` has to show the band itself. */
export function page(title: string, body: Html, { script }: { script?: string } = {}): string {
  const styles = raw(styleSheets.map(browserFile).join('\n'))
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="robots" content="noindex" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/simulator/fonts.css" />
        <title>〔模拟〕${title}</title>
        <style>
          ${styles}
        </style>
      </head>
      <body class="weixin">
        ${body} ${script ? html`<script src="${script}"></script>` : html``}
      </body>
    </html> `.markup
}

/** The mark that no simulated screen goes without. */
export function band(zh = '不会真实扣款', en = 'no real money'): Html {
  return html`<div class="band">
    <span
      ><b>模拟 <span lang="en">SIMULATOR</span></b> · ${zh} <span lang="en">${en}</span></span
    >
  </div>`
}
