import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { withDeadline } from './deadline.ts'

const late = (): Error => new Error('late')

it('rejects once its time has passed, and hands on what the work does before that', async () => {
  await expect(withDeadline(new Promise(() => {}), 1, late)).rejects.toThrow('late')
  await expect(withDeadline(Promise.resolve('done'), 60_000, late)).resolves.toBe('done')
  await expect(withDeadline(Promise.reject(new Error('no')), 60_000, late)).rejects.toThrow('no')
})

it('takes what arrived in time while the process was busy', async () => {
  const work = withDeadline(promisify(randomBytes)(16), 50, late)
  const busyUntil = performance.now() + 200
  while (performance.now() < busyUntil);
  await expect(work).resolves.toHaveLength(16)
})
