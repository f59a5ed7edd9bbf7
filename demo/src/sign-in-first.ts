import { START_LOCATION, type NavigationGuard } from 'vue-router'
import { isInWeixin } from './environment.ts'
import { shop, ShopError } from './shop.ts'
import { tabStorage } from './tab-storage.ts'

const TRIED = 'sign-in-tried'

let isSignedIn = false

/**
 * Signs the user in before a page that needs it is shown. `snsapi_base` shows nothing, so the user only sees the page
 * a moment later, and the pay button works at the first tap. Outside WeChat a customer is a guest, if the shop sells there.
 */
export const signInFirst: NavigationGuard = async (to, from) => {
  // The address of a tea carries the order once there is one: a reload continues with that order.
  if (typeof to.query['order'] === 'string' && to.params['teaId'])
    return { path: `/orders/${to.query['order']}`, replace: true }

  if (isSignedIn) return true
  if (!isInWeixin && (await becomeGuest())) return true
  // A server that cannot be reached is reported by the page itself.
  const { user } = await shop.user().catch(() => ({ user: undefined }))
  // WeChat's bar 使用完整服务 reloads a snapshot page, while the session is still that of the virtual user.
  if (user !== null && !user?.isSnapshot) {
    isSignedIn = user !== undefined
    tabStorage.set(TRIED, null)
    return true
  }
  // Once only: a browser that stores no cookie would be redirected for ever. One that blocks its storage stores none either.
  if (tabStorage.get(TRIED) === to.fullPath || !tabStorage.set(TRIED, to.fullPath)) {
    isSignedIn = user !== null
    tabStorage.set(TRIED, null)
    return true
  }
  const address = `/weixin/oauth?scope=snsapi_base&returnTo=${encodeURIComponent(to.fullPath)}`
  // The entry of a page that was opened here is replaced, so that Back does not lead here again; the page before a link
  // keeps its own.
  if (from === START_LOCATION) location.replace(address)
  else location.assign(address)
  return false
}

/** False when the shop only sells inside WeChat: then the user is led there by the sign-in. */
async function becomeGuest(): Promise<boolean> {
  try {
    await shop.becomeGuest()
    isSignedIn = true
    return true
  } catch (error) {
    // Other failures are reported by the page.
    return !(error instanceof ShopError && error.failure === 'not-found')
  }
}
