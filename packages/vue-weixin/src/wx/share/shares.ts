import type { WeixinClientError } from '../../errors/weixin-client-error.ts'
import { asClientError } from '../../errors/weixin-client-error.ts'
import type { PartContext } from '../../part-context.ts'
import { createWxCalls } from '../wx-calls.ts'
import type { WxApiName } from '../wx-methods.ts'
import { WxError } from '../wx-error.ts'
import { type ShareData, shareCard } from './share-card.ts'

/** What one component shares while it is shown. */
export interface Share {
  /** Undefined: nothing yet. */
  data: () => ShareData | undefined
  /** Called with the outcome; null after success. */
  settle: (error: WeixinClientError | null) => void
}

/** All shares of an app. WeChat knows one card for the page: the one of the component that was shown last. */
export interface Shares {
  add(share: Share): void
  remove(share: Share): void
  /** Gives WeChat the present card again. */
  update(): void
}

const newMenus = ['updateAppMessageShareData', 'updateTimelineShareData'] as const
/** For WeChat before 6.7.2. Weibo is left out: Tencent closed it. */
const oldMenus: readonly WxApiName[] = [
  'onMenuShareAppMessage',
  'onMenuShareTimeline',
  'onMenuShareQQ',
  'onMenuShareQZone',
]

/** Creates the part of an instance that shares. */
export function createShares({ part, window, router }: PartContext): Shares {
  const calls = part(createWxCalls)
  const shown: Share[] = []
  let round = 0

  const update = (): void => {
    const mine = ++round
    // One turn later: a new page is set up before the old one goes.
    void Promise.resolve().then(async () => {
      if (mine !== round || !window) return
      const share = shown[shown.length - 1]
      try {
        const data = share ? share.data() : { title: documentTitle(window) || window.location.href }
        if (!data) return
        await apply(shareCard(data, window.location.href))
        if (mine === round) share?.settle(null)
      } catch (thrown) {
        if (mine === round) share?.settle(asClientError(thrown))
      }
    })
  }

  async function apply(card: Required<ShareData>): Promise<void> {
    const { desc, ...timeline } = card
    try {
      // Together first, so that both share one wx.config.
      await calls.ready(newMenus)
      await Promise.all([
        calls.call('updateAppMessageShareData', { ...timeline, desc }),
        calls.call('updateTimelineShareData', timeline),
      ])
    } catch (thrown) {
      if (!(thrown instanceof WxError && thrown.code === 'call-unsupported')) throw thrown
      const sdk = (await calls.ready(oldMenus)) as unknown as Record<string, (card: object) => void>
      // The SDK keeps the object, and writes into it when the user shares.
      for (const menu of oldMenus) sdk[menu]?.({ ...card })
    }
  }

  // The page's address is the default link, and a new address needs a new wx.config.
  router?.afterEach(() => {
    if (shown.length > 0) update()
  })

  return {
    update,
    add(share) {
      shown.push(share)
      update()
    },
    remove(share) {
      const at = shown.indexOf(share)
      if (at < 0) return
      shown.splice(at, 1)
      // The card of a page that was left must not be shared from the next one.
      if (at === shown.length) update()
    },
  }
}

const documentTitle = ({ document }: { document: object }): string =>
  'title' in document && typeof document.title === 'string' ? document.title : ''
