import { browserFetch, simulator } from './landing.js'
import { button, element } from './element.js'
import { band, fontSheet } from './pay/stage.js'
import { styles } from './styles.js'

/** bridge-script.ts puts here whether the phone's user is a virtual one. */
export const isSnapshot = false

/**
 * The bar of a snapshot page (快照页): WeChat shows the page to a virtual user, who can look but neither sign in nor pay,
 * until the person chooses the full service.
 */
export function showSnapshotBar() {
  const host = document.createElement('weixin-simulator-snapshot')
  host.style.setProperty('all', 'initial', 'important')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  const use = async () => {
    await browserFetch(`${simulator}/simulator/phone/full-service`, {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    location.reload()
  }
  root.append(
    element(
      'div',
      { class: 'weixin', lang: 'zh-CN' },
      element(
        'section',
        { class: 'snapshot', 'aria-label': '快照页' },
        band(),
        element('p', {}, '该网页需获取个人信息才可使用完整服务，当前仅可浏览部分内容'),
        button({ class: 'primary' }, ['使用完整服务'], () => void use()),
      ),
    ),
  )
  document.documentElement.append(host, fontSheet())
}
