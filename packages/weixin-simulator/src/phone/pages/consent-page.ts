import { developerCard, type Check } from './developer-card.ts'
import { html } from './html.ts'
import { band, page } from './page.ts'

export interface Consent {
  /** The account that asks. */
  name: string
  user: { nickname: string; avatar: string }
  /** For the developer: the parameters, by their names, and what was checked. */
  request: Readonly<Record<string, string>>
  checks: readonly Check[]
  /** Stands for this one question; goes back with the answer. */
  token: string
}

/** snsapi_userinfo: may the page have the nickname and the avatar? The answer is posted to /simulator/phone/consent. */
export function consentPage({ name, user, request, checks, token }: Consent): string {
  const seal = name.match(/./su)?.[0] ?? ''
  return page(
    '微信授权',
    html`<main class="column">
      <h1 class="title">微信授权</h1>
      ${developerCard(request, checks)}
      <form class="panel" method="post" action="/simulator/phone/consent" aria-labelledby="request">
        ${band('非真实微信授权', 'not real WeChat')}
        <div class="inner">
          <div class="account"><i aria-hidden="true">${seal}</i><span>${name} 申请</span></div>
          <h2 id="request">获取你的昵称、头像</h2>
          <div class="person">
            <img src="${user.avatar}" alt="" width="40" height="40" />
            <div><b>${user.nickname}</b><small>微信个人信息</small></div>
            <svg viewBox="0 0 24 24" role="img" aria-label="已选择">
              <path d="M5 12.6l4.8 4.8L19.5 7.2" />
            </svg>
          </div>
          <details>
            <summary>使用其他头像和昵称</summary>
            <p>模拟用户只有这一份头像和昵称。</p>
          </details>
          <input type="hidden" name="token" value="${token}" />
          <div class="two">
            <button class="secondary" name="answer" value="refuse">拒绝</button>
            <button class="primary" name="answer" value="allow">允许</button>
          </div>
        </div>
      </form>
    </main>`,
  )
}
