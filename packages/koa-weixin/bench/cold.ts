import { createSimulator } from 'weixin-simulator'
import { createWeixin } from '../src/index.ts'
import { ORIGIN, PAGE } from './instance.ts'

const REQUESTS = 1_000

/** How often WeChat is called for 1,000 pages that are signed at once by an instance that knows nothing yet. */
export async function coldCalls(): Promise<{ requests: number; token: number; ticket: number }> {
  const simulator = await createSimulator()
  try {
    const { appId, appSecret } = simulator.credentials
    const weixin = createWeixin({
      appId,
      appSecret,
      origin: ORIGIN,
      encryptionKeys: 'a secret of the benchmark, 32 characters',
      endpoints: simulator.url,
    })
    await Promise.all(Array.from({ length: REQUESTS }, () => weixin.jssdk.sign(PAGE)))
    const calls = simulator.log().map(({ call }) => call)
    const countOf = (path: string): number => calls.filter((call) => call.endsWith(path)).length
    return { requests: REQUESTS, token: countOf('token'), ticket: countOf('getticket') }
  } finally {
    await simulator.close()
  }
}
