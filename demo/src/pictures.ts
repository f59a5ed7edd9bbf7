import jasmine from './teas/jasmine.svg'
import longjing from './teas/longjing.svg'
import oolong from './teas/oolong.svg'

interface Picture {
  src: string
  alt: string
}

const pictures: Record<string, Picture> = {
  longjing: { src: longjing, alt: '玻璃杯中的龙井' },
  oolong: { src: oolong, alt: '盖碗里的桂花乌龙' },
  jasmine: { src: jasmine, alt: '加冰的茉莉冷泡茶' },
}

export function pictureOf(teaId: string): Picture {
  return pictures[teaId] ?? { src: longjing, alt: '' }
}
