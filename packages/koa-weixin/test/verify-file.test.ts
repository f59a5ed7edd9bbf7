import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { verifyFile, type VerifyFiles, type WeixinError } from '../src/index.ts'
import { rawRequest } from './raw-request.ts'
import { openShop, type Shop } from './shop.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

const NAME = 'MP_verify_AbCdEfGh12345678.txt'
/** With a BOM, a line break and half a character: nothing that a text would keep. */
const BYTES = Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0x0d, 0x0a, 0xe8])

const open = (files: VerifyFiles): Promise<Shop> =>
  openShop({
    simulator,
    before(app) {
      app.use(verifyFile(files))
    },
    after(app) {
      app.use((ctx) => {
        ctx.body = 'the page'
      })
    },
  })

async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

describe('verifyFile', () => {
  it.each([
    ['a map', async () => ({ [NAME]: BYTES })],
    ['a folder', () => folderOf({ [NAME]: BYTES, 'secret.txt': 'secret' })],
  ])('serves the file of %s byte for byte, in front of everything', async (_name, files) => {
    const shop = await open(await files())
    const answer = await fetch(`${shop.url}/${NAME}?x=1`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; charset=utf-8',
    ])
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(BYTES)
    const head = await fetch(`${shop.url}/${NAME}`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(BYTES.length)])
  })

  it('takes a text as it is', async () => {
    const shop = await open({ [NAME]: 'AbCdEfGh12345678' })
    expect(await (await fetch(`${shop.url}/${NAME}`)).text()).toBe('AbCdEfGh12345678')
  })

  it.each([
    '/MP_verify_0000000000000000.txt',
    `/sub/${NAME}`,
    `//${NAME}`,
    `/./${NAME}`,
    `/${NAME}/`,
    `/${NAME}%00`,
    `/${NAME.toLowerCase()}`,
    '/MP_verify_..%2f..%2fsecret.txt',
    '/secret.txt',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/__proto__',
    '/',
  ])('serves nothing else: %s', async (path) => {
    const shop = await open(await folderOf({ [NAME]: 'token', 'secret.txt': 'secret' }))
    expect((await rawRequest(shop.url, path)).body.toString()).toBe('the page')
  })

  it.each(['POST', 'PUT', 'DELETE'])('answers no %s', async (method) => {
    const shop = await open({ [NAME]: 'token' })
    expect((await rawRequest(shop.url, `/${NAME}`, { method })).body.toString()).toBe('the page')
  })

  it.each<[string, VerifyFiles]>([
    ['a name that WeChat does not give', { '../secret.txt': 'x' }],
    ['a folder that is not there', join(tmpdir(), 'there is no such folder')],
  ])('is refused at the start: %s', async (_name, files) => {
    await expect(open(files)).rejects.toMatchObject({
      code: 'option-invalid',
    } satisfies Partial<WeixinError>)
  })
})
