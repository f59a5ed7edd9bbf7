import axios from 'axios'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { ComputedRef, ShallowRef } from 'vue'
import type { User } from 'weixin-contract'
import type { Router } from 'vue-router'
import {
  type PayStatus,
  type PayerMessage,
  type UseOAuthReturn,
  type UsePayReturn,
  type UseWxConfigReturn,
  type UseWxReturn,
  WeixinClientError,
  type WeixinClientErrorCode,
  type WeixinOptions,
  chooseWXPay,
  createWeixin,
  h5,
  miniProgram,
  qr,
  type useOAuth,
  type usePay,
  type useShare,
  type useWxConfig,
  wecom,
} from '../src/index.ts'

// tsc checks this file; `@ts-expect-error` fails there when the line below it compiles.

describe('createWeixin', () => {
  test('takes any axios, a router of vue-router, and the payment methods', () => {
    expectTypeOf(axios.create()).toExtend<NonNullable<WeixinOptions['http']>>()
    expectTypeOf<Router>().toExtend<NonNullable<WeixinOptions['router']>>()
    createWeixin({ payments: [h5(), qr(), wecom(), chooseWXPay(), miniProgram({ page: '/pay' })] })
    // @ts-expect-error the page of the mini program is needed
    expect(() => miniProgram()).toThrow('page')
  })

  test('refuses a name that is misspelt', () => {
    const options: WeixinOptions[] = [
      // @ts-expect-error base
      { bass: '/weixin' },
      // @ts-expect-error payments
      { payment: [] },
      // @ts-expect-error a list
      { payments: h5() },
      // @ts-expect-error http has to have request()
      { http: {} },
    ]
    expect(options).toHaveLength(4)
  })
})

test('usePay', () => {
  expectTypeOf<ReturnType<typeof usePay>>().toEqualTypeOf<UsePayReturn>()
  expectTypeOf<UsePayReturn['status']>().toEqualTypeOf<ComputedRef<PayStatus>>()
  expectTypeOf<UsePayReturn['error']>().toEqualTypeOf<ComputedRef<WeixinClientError | null>>()
  expectTypeOf<UsePayReturn['pay']>().toEqualTypeOf<(orderId: string) => Promise<PayStatus>>()
  expectTypeOf<UsePayReturn['payAsync']>().toEqualTypeOf<(orderId: string) => Promise<void>>()
  expectTypeOf<UsePayReturn['resume']>().toBeCallableWith()
  expectTypeOf<UsePayReturn['resume']>().toBeCallableWith('7')
  expectTypeOf<PayStatus>().toEqualTypeOf<
    'idle' | 'ordering' | 'paying' | 'confirming' | 'paid' | 'unconfirmed' | 'cancelled' | 'failed'
  >()
  // @ts-expect-error signIn
  expectTypeOf<Parameters<typeof usePay>[0]>({ signin: true })
  // @ts-expect-error @click="pay" hands over an event
  expectTypeOf<UsePayReturn['pay']>().toBeCallableWith(new Event('click'))
  // @ts-expect-error what a composable returns is read-only
  expectTypeOf<UsePayReturn>().toExtend<{ status: { value: 'paid' } }>()
})

test('useWxConfig', () => {
  expectTypeOf<ReturnType<typeof useWxConfig>>().toEqualTypeOf<UseWxConfigReturn>()
  expectTypeOf<UseWxConfigReturn['isReady']>().toEqualTypeOf<Readonly<ShallowRef<boolean>>>()
  // @ts-expect-error scanQRCode
  expectTypeOf<Parameters<typeof useWxConfig>[0]>({ jsApiList: ['scanQrCode'] })
})

test('useWx and useShare', () => {
  expectTypeOf<
    Awaited<ReturnType<UseWxReturn['scanQRCode']>>['resultStr']
  >().toEqualTypeOf<string>()
  expectTypeOf<UseWxReturn['scanQRCode']>().toBeCallableWith({ timeout: 1000 })
  // @ts-expect-error scanQRCode
  expectTypeOf<UseWxReturn>().toHaveProperty('scanQrCode')
  // @ts-expect-error latitude
  expectTypeOf<UseWxReturn['openLocation']>().toBeCallableWith({ lattitude: 30, longitude: 120 })
  // @ts-expect-error hideMenuItems
  expectTypeOf<Parameters<UseWxReturn['wx']>[0]>('hideMenuItem')
  // @ts-expect-error imgUrl
  expectTypeOf<Parameters<typeof useShare>[0]>({ title: '茶', imageUrl: '/tea.png' })
})

test('useOAuth', () => {
  expectTypeOf<ReturnType<typeof useOAuth>>().toEqualTypeOf<UseOAuthReturn>()
  expectTypeOf<UseOAuthReturn['user']>().toEqualTypeOf<Readonly<ShallowRef<User | null>>>()
  expectTypeOf<UseOAuthReturn['signOut']>().toEqualTypeOf<() => Promise<void>>()
  // @ts-expect-error snsapi_userinfo
  expectTypeOf<UseOAuthReturn['signIn']>().toBeCallableWith({ scope: 'userinfo' })
})

test('WeixinClientError', () => {
  expectTypeOf<WeixinClientError['payerMessage']>().toEqualTypeOf<PayerMessage>()
  expectTypeOf<WeixinClientErrorCode>().toExtend<string>()
  expectTypeOf<'sign-in-required'>().toExtend<WeixinClientError['code']>()
  // @ts-expect-error not one of this package's codes
  expectTypeOf<'sign-in-required'>().toExtend<WeixinClientErrorCode>()
  expectTypeOf(new WeixinClientError('busy')).toExtend<Error>()
})
