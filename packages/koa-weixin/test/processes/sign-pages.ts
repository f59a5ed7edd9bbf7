import { once } from 'node:events'
import IoRedis from 'ioredis'
import { axiosHttp } from '../../src/remote/http.ts'
import { createWeixin } from '../../src/index.ts'
import { redisCache } from '../../src/redis.ts'

export interface Task {
  appId: string
  appSecret: string
  simulatorUrl: string
  redisUrl: string
  /** How many pages are signed at once. */
  pages: number
  /** Says `fetching` and never comes back from its first call to WeChat. */
  hangs: boolean
}

/** One server process among several: waits for the word to go, then signs many pages at once. */
export async function run(task: Task): Promise<void> {
  const client = new IoRedis(task.redisUrl)
  const real = axiosHttp()
  const weixin = createWeixin({
    appId: task.appId,
    appSecret: task.appSecret,
    origin: 'https://tea.example.com',
    encryptionKeys: 'encryption key of a child process',
    endpoints: task.simulatorUrl,
    cache: redisCache(client),
    http: task.hangs
      ? () => {
          process.send?.('fetching')
          return new Promise(() => {})
        }
      : real,
  })
  process.send?.('ready')
  await once(process, 'message')
  const url = 'https://tea.example.com/'
  const signed = await Promise.all(Array.from({ length: task.pages }, () => weixin.jssdk.sign(url)))
  process.send?.(`signed ${signed.length}`)
  client.disconnect()
}
