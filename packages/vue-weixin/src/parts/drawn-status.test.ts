import { expect, test } from 'vitest'
import { effectScope, ref } from 'vue'
import { manualClock } from '../../test/manual-clock.ts'
import type { PayStatus } from '../pay/pay-state.ts'
import { useDrawnStatus } from './drawn-status.ts'

function page() {
  const clock = manualClock()
  const status = ref<PayStatus>('idle')
  const scope = effectScope()
  const drawn = scope.run(() => useDrawnStatus(() => status.value, clock))
  return { clock, status, scope, drawn: () => drawn?.value }
}

test('a busy status of less than 300 ms is not drawn', async () => {
  const it = page()
  it.status.value = 'ordering'
  await it.clock.advance(299)
  expect(it.drawn()).toBe('idle')
  it.status.value = 'failed'
  expect(it.drawn()).toBe('failed')
  await it.clock.advance(1000)
  expect(it.drawn()).toBe('failed')
  expect(it.clock.waiting()).toBe(0)
})

test('a longer one is drawn, and the busy ones after it at once', async () => {
  const it = page()
  it.status.value = 'ordering'
  await it.clock.advance(200)
  it.status.value = 'paying'
  await it.clock.advance(300)
  expect(it.drawn()).toBe('paying')
  it.status.value = 'confirming'
  expect(it.drawn()).toBe('confirming')
  it.status.value = 'paid'
  expect(it.drawn()).toBe('paid')
})

test('its component takes the timer along', async () => {
  const it = page()
  it.status.value = 'ordering'
  it.scope.stop()
  await it.clock.advance(0)
  expect(it.clock.waiting()).toBe(0)
})
