import { describe, expect, it } from 'vitest'
import { WeixinError } from '../errors/weixin-error.ts'
import { retry } from './retry.ts'

const MAIN = 'https://main'
const BACKUP = 'https://backup'
const AWAY = new WeixinError('weixin-unreachable')

/** Each try takes the next answer; `takesMs` passes on a clock that only this test moves. */
async function tryAll(answers: (number | Error)[], { payBackup = BACKUP, takesMs = 0 } = {}) {
  let time = 0
  const tries: string[] = []
  const pauses: number[] = []
  const options = {
    pay: MAIN,
    payBackup: payBackup === '' ? undefined : payBackup,
    now: () => time,
    random: () => 0.5,
    async sleep(ms: number) {
      pauses.push(ms)
      time += ms
    },
  }
  const outcome = await retry(options, 8_000, async (host, timeoutMs) => {
    tries.push(`${host} ${timeoutMs}`)
    time += Math.min(takesMs, timeoutMs)
    const answer = answers.shift() ?? 200
    if (answer instanceof Error) throw answer
    return { status: answer, headers: {}, body: Buffer.alloc(0) }
  }).then(
    ({ status }) => status,
    (error: unknown) => error,
  )
  return { outcome, tries, pauses, time }
}

describe('insisting on an answer', () => {
  it.each([200, 204, 202, 302, 400, 401, 404])('%i is one', async (status) => {
    const { outcome, tries } = await tryAll([status])
    expect(outcome).toBe(status)
    expect(tries).toEqual([`${MAIN} 5000`])
  })

  it.each([429, 500, 502, 503])('%i is asked again, twice, after a pause', async (status) => {
    const { outcome, tries, pauses } = await tryAll([status, status, status, 200])
    expect(outcome).toBe(status)
    expect(tries.map((one) => one.split(' ')[0])).toEqual([MAIN, MAIN, MAIN])
    expect(pauses).toEqual([300, 900])
  })

  it('goes to the backup host once, and stays there', async () => {
    const { outcome, tries } = await tryAll([AWAY, 500, 200])
    expect(outcome).toBe(200)
    expect(tries.map((one) => one.split(' ')[0])).toEqual([MAIN, BACKUP, BACKUP])
    expect((await tryAll([AWAY, AWAY, 200])).outcome).toBe(AWAY)
    expect((await tryAll([AWAY, 200], { payBackup: '' })).outcome).toBe(AWAY)
  })

  it('repeats nothing that failed on our side', async () => {
    const mistake = new TypeError('a mistake')
    const { outcome, tries } = await tryAll([mistake])
    expect(outcome).toBe(mistake)
    expect(tries).toHaveLength(1)
  })

  it.each([
    [
      [AWAY, AWAY],
      [`${MAIN} 5000`, `${BACKUP} 3000`],
    ],
    [
      [500, 500, 500],
      [`${MAIN} 5000`, `${MAIN} 2700`],
    ],
  ])('stays within eight seconds: %j', async (answers, expected) => {
    const { tries, time } = await tryAll([...answers], { takesMs: 60_000 })
    expect(tries).toEqual(expected)
    expect(time).toBeLessThanOrEqual(8_000)
  })
})
