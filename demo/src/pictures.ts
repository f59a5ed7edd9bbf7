import jasmineCard from './teas/jasmine.png'
import jasmine from './teas/jasmine.svg'
import longjingCard from './teas/longjing.png'
import longjing from './teas/longjing.svg'
import oolongCard from './teas/oolong.png'
import oolong from './teas/oolong.svg'

interface Picture {
  src: string
  alt: string
}

/** The same pictures for shared cards: WeChat shows no SVG. */
const cards: Record<string, string> = {
  longjing: longjingCard,
  oolong: oolongCard,
  jasmine: jasmineCard,
}

const pictures: Record<string, Picture> = {
  longjing: { src: longjing, alt: '玻璃杯中的龙井' },
  oolong: { src: oolong, alt: '盖碗里的桂花乌龙' },
  jasmine: { src: jasmine, alt: '加冰的茉莉冷泡茶' },
}

export function pictureOf(teaId: string): Picture {
  return pictures[teaId] ?? { src: longjing, alt: '' }
}

/** The address of a tea's picture for a shared card, 300 × 300 pixels. */
export function cardPictureOf(teaId: string): string {
  return cards[teaId] ?? longjingCard
}
