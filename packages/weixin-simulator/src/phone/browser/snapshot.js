import { browserFetch, simulator } from './landing.js'
import { button, element } from './element.js'
import { band, fontSheet } from './pay/stage.js'
import { styles } from './styles.js'

/** bridge-script.ts puts here whether the phone's user is a virtual one. */
export const isSnapshot = false

/** A press, whatever it is made with. Touches and wheels scroll, and scrolling is allowed. */
const presses = ['click', 'auxclick', 'dblclick', 'contextmenu', 'mousedown', 'submit', 'keydown']
/** Keys that move the page or the focus, as a reader needs them. */
const movingKeys = /^(Tab|Arrow\w+|Page\w+|Home|End|Escape)$/

/**
 * The bar of a snapshot page (快照页): WeChat shows the page to a virtual user, who can scroll it and nothing else, until
 * the person chooses the full service.
 */
export function showSnapshotBar() {
  const host = document.createElement('weixin-simulator-snapshot')
  host.style.setProperty('all', 'initial', 'important')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  const why = element('p', { class: 'why', role: 'status' })
  root.append(
    element(
      'div',
      { class: 'weixin', lang: 'zh-CN' },
      element(
        'section',
        { class: 'snapshot', 'aria-label': '快照页' },
        band(),
        why,
        element('p', {}, '该网页需获取个人信息才可使用完整服务，当前仅可浏览部分内容'),
        button({ class: 'primary' }, ['使用完整服务'], () => void useFullService()),
      ),
    ),
  )
  document.documentElement.append(host, fontSheet())
  blockPresses(host, () => {
    why.replaceChildren(
      '模拟器说明：快照页只能浏览，刚才的点按没有生效。请先点“使用完整服务”。',
      element('span', { lang: 'en' }, ' A snapshot page can only be read: that tap did nothing.'),
    )
  })
}

/**
 * The page gets no press of the user's; what its own scripts click is theirs.
 * @type {(host: Element, onBlocked: () => void) => void}
 */
function blockPresses(host, onBlocked) {
  for (const type of presses) {
    window.addEventListener(
      type,
      (event) => {
        const isMoving =
          event instanceof KeyboardEvent &&
          (movingKeys.test(event.key) || event.ctrlKey || event.metaKey)
        const isOnBar = event.composedPath().includes(host)
        if (!event.isTrusted || isOnBar || isMoving) return
        event.preventDefault()
        event.stopImmediatePropagation()
        if (type !== 'mousedown') onBlocked()
      },
      { capture: true },
    )
  }
}

/** With consent the page opens anew, for the real user. */
async function useFullService() {
  const response = await browserFetch(`${simulator}/simulator/phone/full-service`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const { authorize } = /** @type {{ authorize: string | null }} */ (await response.json())
  if (authorize === null) location.reload()
  else location.assign(`${simulator}${authorize}#wechat_redirect`)
}
