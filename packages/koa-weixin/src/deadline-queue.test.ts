import { expect, it } from 'vitest'
import { createDeadlineQueue } from './deadline-queue.ts'

it('calls for each item that is not removed, in order and not too early', async () => {
  const due: [string, number][] = []
  const queue = createDeadlineQueue<string>(40, (item) => due.push([item, performance.now()]))
  const begin = performance.now()
  queue.add('first')
  queue.add('removed')
  await new Promise((resolve) => setTimeout(resolve, 15))
  const later = performance.now()
  queue.add('second')
  queue.remove('removed')
  await expect.poll(() => due.map(([item]) => item)).toEqual(['first', 'second'])
  expect(due[0]![1] - begin).toBeGreaterThanOrEqual(40)
  expect(due[1]![1] - later).toBeGreaterThanOrEqual(40)
  queue.add('third')
  await expect.poll(() => due.map(([item]) => item)).toEqual(['first', 'second', 'third'])
})

it('goes on after an item that removes or adds others', async () => {
  const due: string[] = []
  const queue = createDeadlineQueue<string>(10, (item) => {
    due.push(item)
    queue.remove('b')
    if (item === 'a') queue.add('d')
  })
  for (const item of ['a', 'b', 'c']) queue.add(item)
  await expect.poll(() => due).toEqual(['a', 'c', 'd'])
})
