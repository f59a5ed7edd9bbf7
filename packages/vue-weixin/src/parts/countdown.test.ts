import { expect, test } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { manualClock } from '../../test/manual-clock.ts'
import { minutesAndSeconds, useCountdown } from './countdown.ts'

test('counts whole seconds while it runs, and starts anew', async () => {
  const clock = manualClock()
  const isRunning = ref(false)
  const scope = effectScope()
  const left = scope.run(() => useCountdown(() => isRunning.value, 300, clock))
  await clock.advance(5000)
  expect(left?.value).toBe(300)
  isRunning.value = true
  await nextTick()
  await clock.advance(41_500)
  expect(left?.value).toBe(259)
  isRunning.value = false
  await nextTick()
  await clock.advance(5000)
  expect(left?.value).toBe(259)
  isRunning.value = true
  await nextTick()
  await clock.advance(400_000)
  expect(left?.value).toBe(0)
  expect(clock.waiting()).toBe(0)
  scope.stop()
})

test('its component takes the timer along', async () => {
  const clock = manualClock()
  const scope = effectScope()
  scope.run(() => useCountdown(() => true, 300, clock))
  await clock.advance(1000)
  expect(clock.waiting()).toBe(1)
  scope.stop()
  await clock.advance(0)
  expect(clock.waiting()).toBe(0)
})

test('minutes and seconds', () => {
  expect([300, 259, 9, 0].map(minutesAndSeconds)).toEqual(['05:00', '04:19', '00:09', '00:00'])
})
