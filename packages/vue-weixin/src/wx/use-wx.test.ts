import { expect, expectTypeOf, test } from 'vitest'
import { settle, manualClock } from '../../test/manual-clock.ts'
import { component, fakeBridge, fakeWindow } from '../../test/page.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { type WxConfigLists, createWxConfig } from '../config/wx-config.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { type WeixinContext, createWeixin } from '../weixin.ts'
import type { UseWxReturn } from './use-wx.ts'
import { useWx } from './use-wx.ts'
import { type WxApiName, type WxCallName, wxMethods } from './wx-methods.ts'
import type { OpenTagName } from './open-tags/open-tag-name.ts'
import type { UseWxConfigOptions, useWxConfig } from '../config/use-wx-config.ts'

type Options = Record<string, (response: object) => void>

/** An app whose `wx.config` always succeeds, or fails a given number of times. */
function page({ failures = 0, hasWindow = true, window = fakeWindow(fakeBridge()) } = {}) {
  const configs: WxConfigLists[] = []
  const sent: [name: string, options: Options][] = []
  const clock = manualClock()
  const weixin = createWeixin({
    ...(hasWindow && { window }),
    clock,
  })
  const sdk = Object.fromEntries(
    Object.keys(wxMethods).map((name) => [name, (options: Options) => sent.push([name, options])]),
  ) as unknown as Wx
  ;(weixin as WeixinContext).part(createWxConfig).configure = async (lists = {}) => {
    configs.push(lists)
    if (failures-- > 0) throw new WeixinClientError('config-refused')
    return sdk
  }
  return { ...component(() => useWx(), weixin), weixin, configs, sent, clock }
}

test('what a component takes out is configured together, before it is called', async () => {
  const it = page()
  const { scanQRCode, chooseImage, onVoicePlayEnd } = it.used
  expect(it.configs).toEqual([])
  await settle()
  expect(it.configs).toEqual([{ jsApiList: ['scanQRCode', 'chooseImage', 'onVoicePlayEnd'] }])
  expect(it.sent).toEqual([])
  const scanned = scanQRCode({ scanType: ['qrCode'] })
  await settle()
  it.sent[0]?.[1]['success']?.({ resultStr: 'table 7' })
  expect(await scanned).toEqual({ resultStr: 'table 7' })
  expect([typeof chooseImage, typeof onVoicePlayEnd]).toEqual(['function', 'function'])
  expect(it.used.scanQRCode).toBe(scanQRCode)
})

test('by its name; the list is what is called', async () => {
  const it = page()
  const hidden = it.used.wx('hideMenuItems', { menuList: ['menuItem:copyUrl'] })
  await settle()
  expect(it.configs).toEqual([{ jsApiList: ['hideMenuItems'] }])
  it.sent[0]?.[1]['success']?.({})
  await hidden
})

test('on a server nothing happens, and a call rejects', async () => {
  const it = page({ hasWindow: false, failures: 1 })
  const { getNetworkType } = it.used
  await settle()
  expect(it.configs).toEqual([])
  await expect(getNetworkType()).rejects.toMatchObject({ code: 'config-refused' })
})

test('getLocalImgData runs one at a time, and goes on after a failure', async () => {
  const it = page()
  const { getLocalImgData } = it.used
  const images = ['a', 'b', 'c'].map((localId) =>
    getLocalImgData({ localId }).catch((error: WeixinClientError) => error.code),
  )
  await settle()
  expect(it.sent.map(([, { localId }]) => localId)).toEqual(['a'])
  it.sent[0]?.[1]['fail']?.({ errMsg: 'getLocalImgData:fail' })
  await settle()
  expect(it.sent).toHaveLength(2)
  await it.clock.advance(10_000)
  expect(it.sent).toHaveLength(3)
  it.sent[2]?.[1]['success']?.({ localData: 'data' })
  expect(await Promise.all(images)).toEqual(['call-failed', 'call-timeout', { localData: 'data' }])
})

test('one registration serves all listeners, each until it stops or its component goes', async () => {
  const it = page()
  const { onVoiceRecordEnd } = it.used
  const other = component(() => useWx(), it.weixin)
  const received: string[] = []
  const stop = onVoiceRecordEnd(({ localId }) => received.push(`1 ${localId}`))
  onVoiceRecordEnd(({ localId }) => received.push(`2 ${localId}`))
  other.used.onVoiceRecordEnd(({ localId }) => received.push(`3 ${localId}`))
  await settle()
  expect(it.sent.map(([name]) => name)).toEqual(['onVoiceRecordEnd'])
  const tell = (localId: string) => it.sent[0]?.[1]['complete']?.({ localId })
  tell('a')
  stop()
  tell('b')
  it.scope.stop()
  tell('c')
  expect(received).toEqual(['1 a', '2 a', '3 a', '2 b', '3 b', '3 c'])
})

test('two apps on one page share the events of the bridge', async () => {
  const window = fakeWindow(fakeBridge())
  const [one, other] = [page({ window }), page({ window })]
  const received: string[] = []
  one.used.onVoicePlayEnd(({ localId }) => received.push(`1 ${localId}`))
  other.used.onVoicePlayEnd(({ localId }) => received.push(`2 ${localId}`))
  await settle()
  const registrations = [...one.sent, ...other.sent]
  expect(registrations.map(([name]) => name)).toEqual(['onVoicePlayEnd'])
  registrations[0]?.[1]['complete']?.({ localId: 'a' })
  expect(received).toEqual(['1 a', '2 a'])
})

test('a registration that failed is tried again with the next listener', async () => {
  const it = page({ failures: 2 })
  const { onSearchBeacons } = it.used
  onSearchBeacons(() => {})
  await settle()
  expect(it.sent).toEqual([])
  onSearchBeacons(() => {})
  await settle()
  expect(it.sent.map(([name]) => name)).toEqual(['onSearchBeacons'])
})

test('outside WeChat a call rejects at once', async () => {
  const window = fakeWindow(undefined, 'Mozilla/5.0 Chrome/140.0.0.0')
  const { used } = component(() => useWx(), { window })
  await expect(used.scanQRCode()).rejects.toMatchObject({ code: 'not-in-weixin' })
  await expect(used.miniProgram.navigateTo({ url: '/' })).rejects.toMatchObject({
    code: 'not-in-weixin',
  })
})

test('a name that is none, a symbol, and the older share menus', () => {
  const used = page().used as unknown as Record<string | symbol, unknown>
  expect([used['then'], used['toString'], used[Symbol.iterator], used['onMenuShareQQ']]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('types', () => {
  type Used = UseWxReturn
  expectTypeOf<Parameters<Used['scanQRCode']>[0]>().toEqualTypeOf<
    | ({ needResult?: 0 | 1; scanType?: ('qrCode' | 'barCode')[] } & {
        signal?: AbortSignal
        timeout?: number
      })
    | undefined
  >()
  expectTypeOf<Used['scanQRCode']>().returns.resolves.toEqualTypeOf<{ resultStr: string }>()
  expectTypeOf<Used['closeWindow']>().returns.resolves.toEqualTypeOf<void>()
  expectTypeOf<Used['chooseImage']>().returns.resolves.toHaveProperty('localIds')
  expectTypeOf<Used['onVoicePlayEnd']>().parameter(0).parameter(0).toEqualTypeOf<{
    localId: string
  }>()
  expectTypeOf<Used>().not.toHaveProperty('onMenuShareQQ')
  expectTypeOf<[]>().not.toExtend<Parameters<Used['previewImage']>>()
  expectTypeOf<[]>().toExtend<Parameters<Used['getLocation']>>()
  type Hidden = Parameters<Used['hideMenuItems']>[0]['menuList']
  expectTypeOf<'menuItem:copyUrl'>().toExtend<Hidden[number]>()
})

test('a misspelt name, field or value is no type', () => {
  type Used = UseWxReturn
  expectTypeOf<'chooseWXPay'>().toExtend<WxApiName>()
  expectTypeOf<'chooseWxPay'>().not.toExtend<WxApiName>()
  expectTypeOf<'scanQrCode'>().not.toExtend<WxCallName>()
  expectTypeOf<'wx-open-launch-weap'>().not.toExtend<OpenTagName>()
  expectTypeOf<keyof NonNullable<Parameters<Used['scanQRCode']>[0]>>().toEqualTypeOf<
    'needResult' | 'scanType' | 'signal' | 'timeout'
  >()
  type Hidden = Parameters<Used['hideMenuItems']>[0]['menuList']
  expectTypeOf<'menuItem:copyURL'>().not.toExtend<Hidden[number]>()
  expectTypeOf<Used['miniProgram']>().not.toHaveProperty('navigate')
  expectTypeOf<Parameters<typeof useWxConfig>[0]>().toEqualTypeOf<UseWxConfigOptions | undefined>()
  expectTypeOf<UseWxConfigOptions['jsApiList']>().toEqualTypeOf<readonly WxApiName[] | undefined>()
  expectTypeOf<UseWxConfigOptions['openTagList']>().toEqualTypeOf<
    readonly OpenTagName[] | undefined
  >()
})
