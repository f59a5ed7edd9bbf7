import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright'

// Pictures for people to look at, in a folder that git ignores.
const folder = fileURLToPath(new URL('../../screenshots/', import.meta.url))

export const looks: [string, BrowserContextOptions][] = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['desktop', { viewport: { width: 1280, height: 800 } }],
  ['small', { viewport: { width: 320, height: 480 } }],
  ['landscape', { viewport: { width: 844, height: 390 } }],
  // A browser that doubles its text has half the room in px.
  ['doubled', { viewport: { width: 195, height: 422 } }],
]

/** Takes the picture once nothing moves any more. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    const roots = [...document.querySelectorAll('weixin-simulator')].map((host) => host.shadowRoot)
    const moving = [document, ...roots].flatMap((root) => root?.getAnimations() ?? [])
    // An animation that is cancelled, because its element goes, rejects.
    await Promise.allSettled(moving.map(({ finished }) => finished))
    await document.fonts.ready
  })
  const path = `${folder}${name}.png`
  // Chromium cannot always capture at once while the machine is busy.
  await page.screenshot({ path }).catch(() => page.screenshot({ path }))
}

/** What on the payment screen breaks a rule: the sum is its largest text, nothing is below 12, each box has the band and fits. */
export async function brokenRules(page: Page): Promise<string[]> {
  const broken = await page.locator('weixin-simulator').evaluate((host) => {
    const broken: string[] = []
    const all = [...(host.shadowRoot?.querySelectorAll('*') ?? [])]
    const hasText = (one: Element) =>
      [...one.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim())
    const size = (one: Element) => Number.parseFloat(getComputedStyle(one).fontSize)
    const sum = host.shadowRoot?.querySelector('#sum')
    for (const one of all.filter(hasText)) {
      const text = `${one.textContent} ${size(one)}px`
      if (size(one) < 12) broken.push(`${text}: too small to read`)
      if (!sum || (one !== sum && size(one) >= size(sum))) broken.push(`${text}: not below the sum`)
    }
    for (const box of host.shadowRoot?.querySelectorAll('dialog') ?? []) {
      const band = box.innerText.replace(/\s+/g, ' ')
      if (!band.includes('模拟 SIMULATOR · 不会真实扣款 no real money')) broken.push('no band')
      const { left, right, top, bottom } = box.getBoundingClientRect()
      if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) {
        broken.push(`${box.className} leaves the screen`)
      }
    }
    return broken
  })
  return [...broken, ...(await smallTargets(page, 'weixin-simulator button'))]
}

/** Buttons below 44 by 44. */
export async function smallTargets(page: Page, selector: string): Promise<string[]> {
  const small: string[] = []
  for (const target of await page.locator(selector).all()) {
    const { width = 0, height = 0 } = (await target.boundingBox()) ?? {}
    if (width < 44 || height < 44) small.push(`${await target.innerText()} ${width}x${height}`)
  }
  return small
}

/** The largest difference of any colour channel, 0 to 255, of two pictures of one size; a page decodes them. */
export function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const pictures = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`)
  return page.evaluate(async (sources) => {
    const pixels = async (source: string) => {
      const image = new Image()
      image.src = source
      await image.decode()
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      context?.drawImage(image, 0, 0)
      return context?.getImageData(0, 0, image.width, image.height).data ?? []
    }
    const [a = [], b = []] = await Promise.all(sources.map(pixels))
    if (a.length !== b.length) return 255
    let largest = 0
    for (const [index, value] of a.entries()) {
      largest = Math.max(largest, Math.abs(value - (b[index] ?? 0)))
    }
    return largest
  }, pictures)
}
