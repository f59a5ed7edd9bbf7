import type { Row } from './row.ts'
import type { Scene } from './fixture.ts'

const NUMBERS = Array.from({ length: 36 }, (_, index) => index + 1)

/** Each new price closes the number before; in v2 the one before that is looked at, too. */
const eachClosed = (looksBack: boolean): string[] =>
  NUMBERS.flatMap((n) => [
    `order ${n}`,
    `order ${n} ✗`,
    `query ${n}`,
    `close ${n}`,
    ...(looksBack && n > 1 ? [`query ${n - 1}`] : []),
  ])

/** Without the cache the last price finds its number by asking for each from the first on. */
const foundAnew = (looksBack: boolean): string[] => {
  const before = eachClosed(looksBack)
  const again = NUMBERS.flatMap((n) => [
    `order ${n} ✗`,
    `query ${n}`,
    ...(n === 36 ? ['close 36'] : []),
    ...(looksBack && n > 1 ? [`query ${n - 1}`] : []),
  ])
  return [...before.slice(0, before.lastIndexOf('order 36') + 1), ...again]
}

const usedUp = (looksBack: boolean) => ({
  calls: eachClosed(looksBack).join(', '),
  emptied: foundAnew(looksBack).join(', '),
  open: [1, 0] as [number, number],
  money: 'nothing is paid',
})

async function anotherPrice(scene: Scene): Promise<void> {
  await scene.ask()
  scene.row.total = 2600
}

/** Another price, payer or way: WeChat keeps those of a number. */
export const askedOtherwise: readonly Row[] = [
  {
    what: 'another price within five minutes',
    async happens(scene) {
      await anotherPrice(scene)
      return scene.ask()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1 ✗, query 3 ✗',
        open: [2, 1],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another price within five minutes, paid after them',
    async happens(scene) {
      await anotherPrice(scene)
      const response = await scene.ask()
      scene.wait(5)
      return response
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, paid 2, query 1, close 1, query 3 ✗',
        open: [2, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another price after five minutes',
    async happens(scene) {
      await anotherPrice(scene)
      scene.wait(5)
      return scene.ask()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'a third price within five minutes (v2: `not-closed`), asked again after them',
    async happens(scene) {
      await anotherPrice(scene)
      await scene.ask()
      scene.row.total = 2400
      if (scene.api === 'v2') await scene.askRefused('not-closed')
      scene.wait(5)
      return scene.ask()
    },
    seen: {
      v3: {
        calls:
          'order 1, order 1 ✗, query 1, close 1, order 2, order 2 ✗, query 2, close 2, order 3, paid 3',
        emptied:
          'order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2 ✗, query 2, close 2, order 3, paid 3, query 4 ✗',
        open: [1, 0],
        money: '3 recorded',
      },
      v2: {
        calls:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, order 2 ✗, query 2, close 2 ✗, query 2, query 1, close 1 ✗, query 1, order 2 ✗, query 2, close 2, query 1, close 1, order 3, paid 3, query 2',
        emptied:
          'order 1, order 1 ✗, query 1, close 1 ✗, query 1, order 2, order 1 ✗, query 1, close 1 ✗, query 1, order 2 ✗, query 2, close 2 ✗, query 2, query 1, close 1 ✗, query 1, order 1 ✗, query 1, close 1, order 2 ✗, query 2, close 2, query 1, order 3, paid 3, query 2, query 4 ✗',
        open: [2, 0],
        money: '3 recorded',
      },
    },
  },
  {
    what: 'another device, with another openid, after five minutes',
    async happens(scene) {
      await scene.ask()
      scene.wait(5)
      scene.anotherDevice()
      return scene.ask()
    },
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'another way to pay: native after jsapi',
    async happens(scene) {
      await scene.ask('jsapi')
      return scene.ask('native')
    },
    // Ways other than jsapi are of v3 alone.
    seen: {
      v3: {
        calls: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2',
        emptied: 'order 1, order 1 ✗, query 1, close 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: 'two servers with caches of their own; another price at the second, then at the first',
    async happens(scene) {
      await scene.ask()
      await scene.askOther()
      scene.wait(5)
      scene.row.total = 2600
      await scene.askOther()
      return scene.ask()
    },
    seen: {
      v3: {
        calls:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2',
        emptied:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
      v2: {
        calls:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 1',
        emptied:
          'order 1, order 1, order 1 ✗, query 1, close 1, order 2, order 1 ✗, query 1, order 2, paid 2, query 1, query 3 ✗',
        open: [1, 0],
        money: '2 recorded',
      },
    },
  },
  {
    what: '36 prices use up the numbers; the 37th is `too-many-attempts`',
    async happens(scene) {
      const { forgets } = scene
      // Emptied before the last alone: what each finds without it is the row above.
      scene.forgets = false
      await scene.ask()
      for (let n = 2; n <= NUMBERS.length; n += 1) {
        scene.wait(5)
        scene.row.total -= 1
        await scene.ask()
      }
      scene.forgets = forgets
      scene.wait(5)
      scene.row.total -= 1
      await scene.askRefused('too-many-attempts')
    },
    seen: { v3: usedUp(false), v2: usedUp(true) },
  },
]
