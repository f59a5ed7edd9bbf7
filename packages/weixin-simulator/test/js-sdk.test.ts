import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { COMMANDS } from '../src/phone/js-sdk/commands.ts'
import { callPhone } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

interface Call {
  args?: object
  isGranted?: boolean
  platform?: string
  userAgent?: string
}

async function call(command: string, given: Call = {}): Promise<unknown> {
  const body = { command, args: {}, isGranted: true, platform: 'desktop', userAgent: '', ...given }
  const response = await callPhone(weixin, 'commands', body)
  expect(response.status).toBe(200)
  const { response: answer } = (await response.json()) as { response: unknown }
  return answer
}

test.each(COMMANDS)('wx.$wx answers ok', async ({ native, needsConfig, wx }) => {
  expect(await call(native)).toMatchObject({ err_msg: expect.stringMatching(/:ok$|:wifi$/) })
  const unverified = { errMsg: `${wx}:fail, the permission value is offline verifying` }
  const answer = await call(native, { isGranted: false })
  expect(isDeepStrictEqual(answer, unverified)).toBe(needsConfig)
})

test.each(COMMANDS.filter(({ asksUser }) => asksUser))(
  'wx.$wx is cancelled, denied, and left without an answer',
  async ({ native, wx }) => {
    weixin.phone.setAnswer(wx, { kind: 'cancel' })
    expect(await call(native)).toEqual({ err_msg: `${native}:cancel` })
    weixin.phone.setAnswer(wx, { kind: 'deny' })
    expect(await call(native)).toEqual({ err_msg: `${native}:fail_auth denied` })
    weixin.phone.setAnswer(wx, { kind: 'silent' })
    expect(await call(native)).toBeNull()
    weixin.phone.setAnswer(wx, { kind: 'answer' })
    expect(await call(native)).toMatchObject({ err_msg: `${native}:ok` })
  },
)

test('nobody cancels what does not ask the user, and an unknown name is refused', () => {
  expect(() => weixin.phone.setAnswer('closeWindow', { kind: 'cancel' })).toThrow(
    'does not ask the user',
  )
  expect(() => weixin.phone.setAnswer('flyToTheMoon', { kind: 'answer' })).toThrow(
    'The JS-SDK has no flyToTheMoon',
  )
})

test('answers have the form that the SDK expects of each client', async () => {
  const android = { userAgent: 'Android' }
  const iPhone = { userAgent: 'iPhone' }
  const three = { args: { count: 3 } }
  expect(await call('chooseImage', { ...three, ...android })).toMatchObject({
    localIds: expect.stringMatching(/^\["weixin:/),
  })
  expect(await call('chooseImage', { ...three, ...iPhone })).toMatchObject({
    localIds: [expect.stringMatching(/^wxLocalResource:/)],
  })
  const scan = { args: { needResult: 1 } }
  weixin.phone.setAnswer('scanQRCode', { kind: 'answer', fields: { resultStr: 'T7' } })
  expect(await call('scanQRCode', { ...scan, ...iPhone })).toMatchObject({
    resultStr: '{"scan_code":{"scan_result":"T7"}}',
  })
  expect(await call('scanQRCode', { ...scan, ...android })).toMatchObject({ resultStr: 'T7' })
  expect(await call('scanQRCode')).toEqual({ err_msg: 'scanQRCode:ok' })
  weixin.phone.setAnswer('getNetworkType', { kind: 'answer', fields: { networkType: '4g' } })
  expect(await call('getNetworkType')).toEqual({ err_msg: 'network_type:wwan', subtype: '4g' })
})

test('only a mini-program web-view opens pages of a mini program', async () => {
  const name = 'invokeMiniProgramAPI'
  expect(await call(name)).toEqual({ err_msg: 'system:function_not_exist' })
  expect(await call(name, { platform: 'mini-program' })).toEqual({ err_msg: `${name}:ok` })
})

test('each call is seen in the log by its name in the SDK', async () => {
  await call('editAddress')
  expect(weixin.log().at(-1)).toMatchObject({ kind: 'page', request: { name: 'wx.openAddress' } })
})
