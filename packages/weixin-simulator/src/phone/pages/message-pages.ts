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
        此浏览器将作为一部模拟手机继续访问。<br /><span lang="en"
          >This browser goes on as a simulated phone.</span
        >
      </p>`,
  )
}

export interface AuthorizeError {
  /** WeChat's number, 10003 and so on. */
  code: string | number
  /** WeChat's own words. */
  text: string
  /** The simulator's, for the developer. */
  why: { en: string; zh: string } | null
}

/** The numbered errors of the authorize address. */
export function errorPage({ code, text, why }: AuthorizeError): string {
  const reason = why
    ? html`<section class="card">
        <h2>为什么</h2>
        <p>${why.zh}</p>
        <p lang="en">${why.en}</p>
      </section>`
    : html``
  return message(
    text,
    html`<p>错误码 ${String(code)}</p>
      ${reason}`,
  )
}

/** After 拒绝: nothing was given, and the page that asked is not told. */
export function refusedPage({ name }: { name: string }): string {
  return message('已拒绝授权', html`<p>${name} 未获得你的昵称和头像。可以关闭此页面。</p>`)
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
