import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startRedis } from './redis.ts'

it('starts a Redis that answers', async () => {
  const redis = await startRedis()
  try {
    const { port, hostname } = new URL(redis.url)
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('PING\r\n'))
      socket.once('data', (data) => {
        resolve(data.toString())
        socket.destroy()
      })
      socket.once('error', reject)
    })
    expect(answer).toBe('+PONG\r\n')
  } finally {
    await redis.stop()
  }
})
