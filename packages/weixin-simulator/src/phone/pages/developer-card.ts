import { html, type Html } from './html.ts'

export interface Check {
  check: string
  ok: boolean
  detail?: string
}

/** What WeChat never shows: what the page requested, and what was checked. */
export function developerCard(
  request: Readonly<Record<string, string>>,
  checks: readonly Check[],
): Html {
  return html`<section class="card">
    <h2>weixin-simulator 正在扮演 open.weixin.qq.com</h2>
    <p lang="en">For developers: what the page requested, and what was checked.</p>
    <dl>${Object.entries(request).map(row)}</dl>
    <ul lang="en">
      ${checks.map(item)}
    </ul>
  </section>`
}

const row = ([name, value]: [string, string]): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function item({ check, ok, detail = '' }: Check): Html {
  const mark = ok
    ? html`<span class="good" role="img" aria-label="passed">✓</span>`
    : html`<span class="bad" role="img" aria-label="failed">✗</span>`
  return html`<li>${mark} ${check} ${detail}</li>`
}
