import { html, type Html } from './html.ts'

export interface Check {
  check: string
  ok: boolean
  detail?: string
}

/** What WeChat never shows: what the page asked for, and what was checked. */
export function developerCard(checks: readonly Check[]): Html {
  return html`<section class="card">
    <h2>weixin-simulator 正在扮演 open.weixin.qq.com</h2>
    <p lang="en">For developers: what the page asked for, and what was checked.</p>
    <dl>${checks.map(row)}</dl>
  </section>`
}

function row({ check, ok, detail = '' }: Check): Html {
  const mark = ok
    ? html`<dd class="good" role="img" aria-label="通过">✓</dd>`
    : html`<dd class="bad" role="img" aria-label="不通过">✗</dd>`
  return html`<dt>${check}</dt>
    <dd>${detail}</dd>
    ${mark}`
}
