import {
  type MaybeRefOrGetter,
  type ShallowRef,
  getCurrentInstance,
  onActivated,
  onDeactivated,
  onScopeDispose,
  shallowReadonly,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import type { WeixinClientError } from '../../errors/weixin-client-error.ts'
import { useWeixin } from '../../weixin.ts'
import type { ShareData } from './share-card.ts'
import { type Share, createShares } from './shares.ts'

/** What `useShare` returns. */
export interface UseShareReturn {
  /** WeChat has taken the card of this component. */
  readonly isReady: Readonly<ShallowRef<boolean>>
  /**
   * Why it has not: `share-invalid`, such as a picture without https; an error of `wx.config`, such as `not-in-weixin`;
   * or a `WxError`, such as `call-denied`.
   */
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
}

/**
 * Sets the card that WeChat shares for this page, in chats and in Moments. The component that was shown last decides;
 * when it goes or is deactivated, the one before it does, and in the end the document's title. Follows the router and
 * every change of the data. Falls back to the older share menus where WeChat lacks the new ones. Does nothing on a server.
 * @param data nothing is shared while it is undefined
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * useShare({ title: '山前茶铺', imgUrl: '/tea.png' }) // in App.vue: for every page
 * useShare(() => tea.value && { title: tea.value.name, imgUrl: tea.value.picture }) // in a page
 */
export function useShare(data: MaybeRefOrGetter<ShareData | null | undefined>): UseShareReturn {
  const weixin = useWeixin()
  const isReady = shallowRef(false)
  const error = shallowRef<WeixinClientError | null>(null)
  const share: Share = {
    data: () => toValue(data) ?? undefined,
    settle(failure) {
      isReady.value = failure === null
      error.value = failure
    },
  }
  if (weixin.window) {
    const shares = weixin.part(createShares)
    let isShown = false
    const show = (): void => {
      if (!isShown) shares.add(share)
      isShown = true
    }
    const hide = (): void => {
      shares.remove(share)
      isShown = false
    }
    show()
    watch(share.data, () => isShown && shares.update(), { deep: true })
    if (getCurrentInstance()) {
      onActivated(show)
      onDeactivated(hide)
    }
    onScopeDispose(hide, true)
  }
  return { isReady: shallowReadonly(isReady), error: shallowReadonly(error) }
}
