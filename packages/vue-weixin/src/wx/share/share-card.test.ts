import { expect, test } from 'vitest'
import { type ShareData, shareCard } from './share-card.ts'

const page = 'https://tea.example.com/tea/3?from=list#top'

test('the page itself where nothing else is given', () => {
  expect(shareCard({ title: '明前龙井' }, page)).toEqual({
    title: '明前龙井',
    desc: '',
    link: page,
    imgUrl: '',
  })
})

test('absolute addresses stay as they are written, relative ones are completed', () => {
  const imgUrl = 'https://cdn.example.com/龙井.png?w=300'
  expect(shareCard({ title: 't', link: 'https://tea.example.com', imgUrl }, page)).toMatchObject({
    link: 'https://tea.example.com',
    imgUrl,
  })
  expect(shareCard({ title: 't', link: '/tea/4', imgUrl: '../a.png' }, page)).toMatchObject({
    link: 'https://tea.example.com/tea/4',
    imgUrl: 'https://tea.example.com/a.png',
  })
  expect(shareCard({ title: 't', imgUrl: '//cdn.example.com/a.png' }, page).imgUrl).toBe(
    'https://cdn.example.com/a.png',
  )
})

test('http is for pages in development', () => {
  const imgUrl = '/a.png'
  expect(shareCard({ title: 't', imgUrl }, 'http://localhost:5173/').imgUrl).toBe(
    'http://localhost:5173/a.png',
  )
})

test.each<[string, ShareData]>([
  ['title', { title: ' ' }],
  ['title', {} as ShareData],
  ['imgUrl', { title: 't', imgUrl: 'http://cdn.example.com/a.png' }],
  ['imgUrl', { title: 't', imgUrl: 'data:image/png;base64,iVBORw0KGgo=' }],
  ['imgUrl', { title: 't', imgUrl: 'https://' }],
  ['link', { title: 't', link: 'weixin://pay' }],
])('an unusable %s in %j', (field, data) => {
  expect(() => shareCard(data, page)).toThrow(
    expect.objectContaining({
      code: 'share-invalid',
      message: expect.stringContaining(`\`${field}\``),
      remedy: { en: expect.any(String), zh: expect.any(String) },
    }),
  )
})
