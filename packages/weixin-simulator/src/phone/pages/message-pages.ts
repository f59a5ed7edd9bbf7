import type { ShownWhy } from '../why.ts'
import { html, type Html } from './html.ts'
import { band, page } from './page.ts'

/** An ordinary browser came. One button lets it in as a simulated phone, and goes on to `continueTo`. */
export function openInWeixinPage({ continueTo }: { continueTo: string }): string {
  return message(
    '请在微信客户端打开链接',
    html`<form method="post" action="/simulator/phone/open">
        <input type="hidden" name="continueTo" value="${continueTo}" />
        <button class="primary">在模拟微信中打开</button>
      </form>
      <p class="small">
        真实微信会拒绝普通浏览器；此浏览器可以作为一部模拟手机继续访问。<br /><span lang="en"
          >Real WeChat turns an ordinary browser away; this one may go on as a simulated
          phone.</span
        >
      </p>`,
  )
}

/** Why a page of WeChat's is a dead end, for the person who sees it and for the developer. */
export interface DeadEnd {
  /** WeChat's own number, 10003 and so on; null where it gives none. */
  code: number | null
  /** WeChat's own words. */
  text: string
  /** The simulator's: the rule that refused, and where WeChat's documents state it. */
  why: ShownWhy
  /** What was sent, by name. */
  sent: Readonly<Record<string, string>>
}

/** An error page of WeChat's, with what was sent, the rule that refused it, and the way on. */
export function errorPage({ code, text, why, sent }: DeadEnd): string {
  const rows = Object.entries(sent).filter(([, value]) => value !== '')
  return message(
    text,
    html`${code === null ? html`` : html`<p>错误码 ${String(code)}</p>`}
      <section class="card">
        <h2>weixin-simulator 的说明 <span lang="en">explanation</span></h2>
        <p>以下内容真实微信不会显示。</p>
        <h3>为什么 <span lang="en">Why</span></h3>
        <p class="reason">${why.zh}</p>
        <p class="reason" lang="en">${why.en}</p>
        <dl>
          <dt>规则 <span lang="en">rule</span></dt>
          <dd>${why.code}</dd>
          ${rows.map(row)}
        </dl>
        ${whereTo(why)}
        <p>修正后返回上一页再试。 <span lang="en">Correct it, go back and try again.</span></p>
      </section>`,
  )
}

const row = ([name, value]: [string, string]): Html =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

/** The field that broke the rule, and WeChat's document, in one line. */
function whereTo({ field, reference }: ShownWhy): Html {
  const parts = [
    ...(field === null ? [] : [html`字段 <span lang="en">field</span> <code>${field}</code>`]),
    ...(reference === null
      ? []
      : [
          html`微信文档 <span lang="en">document</span>
            <a href="${reference.url}" target="_blank" rel="noreferrer">${reference.title}</a
            >${line(reference.line === field ? null : reference.line)}`,
        ]),
  ]
  const [first, ...others] = parts
  return first
    ? html`<p class="where">${first}${others.map((part) => html` · ${part}`)}</p>`
    : html``
}

const line = (name: string | null): Html => (name === null ? html`` : html` <code>${name}</code>`)

/** After 拒绝: the app gets nothing, and is not informed. */
export function refusedPage({ name }: { name: string }): string {
  return message(
    '已拒绝授权',
    html`<p>${name} 未获得你的昵称和头像。可以关闭此页面。</p>
      <p class="small">
        真实微信也不会通知应用：用户停在这里。返回上一页可以重新选择。<br /><span lang="en"
          >Real WeChat does not tell the app either. Go back to choose again.</span
        >
      </p>`,
  )
}

function message(title: string, rest: Html): string {
  return page(
    title,
    html`<main class="column message">
      ${band()}
      <div class="sign" aria-hidden="true">!</div>
      <h1>${title}</h1>
      ${rest}
    </main>`,
  )
}
