import type { NavigationGuard } from 'vue-router'
import { shop } from './shop.ts'

const TRIED = 'sign-in-tried'

/**
 * Signs the visitor in before a page that needs it is drawn. `snsapi_base` shows nothing at all, so the visitor
 * only sees the page a moment later, and the pay button works at the first tap.
 */
export const signInFirst: NavigationGuard = async (to) => {
  // After an order was made its address carries it: a reload goes on with that order.
  if (typeof to.query['order'] === 'string' && to.params['teaId'])
    return { path: `/orders/${to.query['order']}`, replace: true }

  const { user } = await shop.user().catch(() => ({ user: undefined }))
  if (user !== null) {
    sessionStorage.removeItem(TRIED)
    return true
  }
  // Once only: a browser that keeps no cookie would go round for ever.
  if (sessionStorage.getItem(TRIED) === to.fullPath) {
    sessionStorage.removeItem(TRIED)
    return '/'
  }
  sessionStorage.setItem(TRIED, to.fullPath)
  location.assign(`/weixin/oauth?scope=snsapi_base&returnTo=${encodeURIComponent(to.fullPath)}`)
  return false
}
