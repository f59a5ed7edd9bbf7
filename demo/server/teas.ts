import type { Tea } from '../contract.ts'

/** The menu. */
export const teas: readonly Tea[] = [
  {
    id: 'longjing',
    name: '明前龙井',
    taste: '豆香清冽，回甘绵长',
    serving: '热泡 · 玻璃杯 300 ml',
    price: 2800,
  },
  {
    id: 'oolong',
    name: '桂花乌龙',
    taste: '蜜香醇厚，桂花点杯',
    serving: '热泡 · 盖碗 150 ml',
    price: 2200,
  },
  {
    id: 'jasmine',
    name: '茉莉冷泡',
    taste: '六窨茉莉，冷萃八小时',
    serving: '冰 · 高杯 450 ml',
    price: 1800,
  },
]
