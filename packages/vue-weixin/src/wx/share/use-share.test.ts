import { expect, expectTypeOf, test } from 'vitest'
import { ref } from 'vue'
import { manualClock, settle } from '../../../test/manual-clock.ts'
import { component, fakeBridge, fakeWindow } from '../../../test/page.ts'
import type { Wx } from '../../browser/load-sdk.ts'
import { createWxConfig } from '../../config/wx-config.ts'
import { type WeixinContext, createWeixin } from '../../weixin.ts'
import { wxMethods } from '../wx-methods.ts'
import type { ShareData } from './share-card.ts'
import { useShare } from './use-share.ts'

type Options = Record<string, unknown> & {
  fail: (response: object) => void
  success: (response: object) => void
}

/** An app in WeChat; `refuses` names what its client does not have. */
function page(refuses: string[] = []) {
  const window = fakeWindow(fakeBridge())
  Object.assign(window.document, { title: '山前茶铺' })
  let arrive = (): void => {}
  const weixin = createWeixin({
    window,
    clock: manualClock(),
    router: { afterEach: (done) => ((arrive = done), () => {}) },
  })
  const configs: unknown[] = []
  const sent: [string, Options][] = []
  const answer = (name: string, options: Options): void => {
    sent.push([name, { ...options }])
    if (refuses.includes(name)) options.fail({ errMsg: `${name}:function not exist` })
    else options.success?.({ errMsg: `${name}:ok` })
  }
  const sdk = Object.fromEntries(
    Object.keys(wxMethods).map((name) => [name, (options: Options) => answer(name, options)]),
  ) as unknown as Wx
  ;(weixin as WeixinContext).part(createWxConfig).configure = async (lists) => {
    configs.push(lists?.jsApiList)
    return sdk
  }
  const goTo = (href: string): void => {
    window.location.href = href
    arrive()
  }
  const titles = () =>
    sent.filter(([name]) => name === 'updateAppMessageShareData').map(([, { title }]) => title)
  return {
    weixin,
    configs,
    sent,
    goTo,
    titles,
    use: (data: Parameters<typeof useShare>[0]) => component(() => useShare(data), weixin),
  }
}

test('sets both menus, with one wx.config for both', async () => {
  const it = page()
  const { used } = it.use({
    title: '明前龙井',
    desc: '新茶',
    imgUrl: 'https://tea.example.com/a.png',
  })
  expect([used.isReady.value, used.error.value]).toEqual([false, null])
  await settle()
  const card = {
    title: '明前龙井',
    link: 'http://localhost/orders?page=2#top',
    imgUrl: 'https://tea.example.com/a.png',
  }
  expect(it.sent).toMatchObject([
    ['updateAppMessageShareData', { ...card, desc: '新茶' }],
    ['updateTimelineShareData', card],
  ])
  expect(it.sent[1]?.[1]).not.toHaveProperty('desc')
  expect(it.configs[0]).toEqual(['updateAppMessageShareData', 'updateTimelineShareData'])
  expect([used.isReady.value, used.error.value]).toEqual([true, null])
})

test('a getter of the app that throws is shown as an error', async () => {
  const it = page()
  let tea: { name: string } | null = { name: '明前龙井' }
  const { used } = it.use(() => ({ title: (tea as { name: string }).name }))
  await settle()
  tea = null
  it.goTo('http://localhost/teas/2')
  await settle()
  expect([used.isReady.value, used.error.value?.code]).toEqual([false, 'unexpected'])
  tea = { name: '正山小种' }
  it.goTo('http://localhost/teas/3')
  await settle()
  expect([used.isReady.value, it.titles()]).toEqual([true, ['明前龙井', '正山小种']])
})

test('an older client gets the older menus', async () => {
  const it = page(['updateAppMessageShareData', 'updateTimelineShareData'])
  const { used } = it.use({ title: '明前龙井' })
  await settle()
  expect(it.sent.slice(2).map(([name]) => name)).toEqual([
    'onMenuShareAppMessage',
    'onMenuShareTimeline',
    'onMenuShareQQ',
    'onMenuShareQZone',
  ])
  expect(it.sent[2]?.[1]).toMatchObject({ title: '明前龙井' })
  expect(it.configs.at(-1)).toContain('onMenuShareAppMessage')
  expect(used.isReady.value).toBe(true)
})

test('an unusable card is an error, and is not sent', async () => {
  const it = page()
  const { used } = it.use({ title: '明前龙井', imgUrl: 'data:image/png;base64,iVBOR' })
  await settle()
  expect(it.sent).toEqual([])
  expect(used.error.value?.code).toBe('share-invalid')
  expect(used.isReady.value).toBe(false)
})

test('follows its data, and waits while there is none', async () => {
  const it = page()
  const tea = ref<ShareData | null>(null)
  it.use(tea)
  await settle()
  expect(it.titles()).toEqual([])
  tea.value = { title: '明前龙井' }
  await settle()
  tea.value.title = '桂花乌龙'
  await settle()
  expect(it.titles()).toEqual(['明前龙井', '桂花乌龙'])
})

test('follows the router: the link is the new address', async () => {
  const it = page()
  it.use({ title: '山前茶铺' })
  await settle()
  it.goTo('http://localhost/tea/3')
  await settle()
  expect(it.sent.at(-1)?.[1]['link']).toBe('http://localhost/tea/3')
})

test('the page that is shown last decides; after it the one before, then the title', async () => {
  const it = page()
  const app = it.use({ title: 'app' })
  await settle()
  const list = it.use({ title: 'list' })
  await settle()
  // As a router does it: the new page is set up before the old one goes.
  const detail = it.use({ title: 'detail' })
  list.scope.stop()
  await settle()
  detail.scope.stop()
  await settle()
  app.scope.stop()
  await settle()
  expect(it.titles()).toEqual(['app', 'list', 'detail', 'app', '山前茶铺'])
})

test('outside WeChat it is an error that nobody has to look at; on a server it is nothing', async () => {
  const window = fakeWindow(undefined, 'Mozilla/5.0 Chrome/140.0.0.0')
  const { used } = component(() => useShare({ title: 't' }), { window })
  await settle()
  expect(used.error.value?.code).toBe('not-in-weixin')
  const server = component(() => useShare({ title: 't' }), createWeixin())
  await settle()
  expect(server.used.error.value).toBe(null)
})

test('types', () => {
  expectTypeOf(useShare).toBeCallableWith({ title: 't' })
  expectTypeOf(useShare).toBeCallableWith(() => undefined)
  expectTypeOf<keyof ShareData>().toEqualTypeOf<'title' | 'desc' | 'link' | 'imgUrl'>()
  expectTypeOf<{ desc: string }>().not.toExtend<ShareData>()
})
