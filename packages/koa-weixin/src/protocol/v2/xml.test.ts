import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v2-xml.json'
import { readXml, writeXml } from './xml.ts'

const one = (content: string): string => `<xml>${content}</xml>`

describe('published documents', () => {
  it.each(published.vectors)('$id: $description', ({ input, expected }) => {
    const read = readXml(input.xml)
    expect(read && Object.fromEntries(read)).toEqual(expected.params)
  })

  it.each(published.hostile.filter(({ expected }) => expected.startsWith('reject')))(
    'refuses $id',
    ({ xml }) => {
      expect(readXml(xml)).toBeUndefined()
    },
  )

  it('joins CDATA that was split', () => {
    const { xml = '' } = published.hostile.find(({ id }) => id.startsWith('cdata')) ?? {}
    expect(readXml(xml)?.get('attach')).toBe('x]]>y')
  })
})

describe('what it reads', () => {
  it.each([
    ['the five entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['characters by number', '&#33590;&#x8336;&#x1F375;', '茶茶🍵'],
    ['no entity inside CDATA', '<![CDATA[&lt;b&gt; & ]] ]>]]>', '&lt;b&gt; & ]] ]>'],
    ['white space to the letter', ' 1 ', ' 1 '],
    ['white space to the letter in CDATA', '\n<![CDATA[ 1\n]]>\n', ' 1\n'],
    ['nothing', '', ''],
    ['nothing in CDATA', '<![CDATA[]]>', ''],
    ['markup in CDATA', '<![CDATA[</a><a>]]>', '</a><a>'],
  ])('%s', (_name, content, text) => {
    expect(readXml(one(`<a>${content}</a>`))).toEqual(new Map([['a', text]]))
  })

  it('an XML declaration, and another root where it is asked for', () => {
    expect(
      readXml('<?xml version="1.0" encoding="UTF-8"?>\n<root><a>1</a></root>', 'root'),
    ).toEqual(new Map([['a', '1']]))
  })
})

describe('what it refuses', () => {
  it.each([
    ['no document', ''],
    ['JSON', '{"a":1}'],
    ['another root', '<root><a>1</a></root>'],
    ['an attribute', one('<a b="c">1</a>')],
    ['an attribute of the root', '<xml a="b"><a>1</a></xml>'],
    ['nesting', one('<a><b>1</b></a>')],
    ['a name twice', one('<a>1</a><a>1</a>')],
    ['a name twice in another form', one('<a>1</a><a><![CDATA[1]]></a>')],
    ['__proto__', one('<__proto__>1</__proto__>')],
    ['a comment', one('<!-- a --><a>1</a>')],
    ['a comment in a value', one('<a>1<!-- a --></a>')],
    ['a processing instruction', one('<?php a ?><a>1</a>')],
    ['an unknown entity', one('<a>&xxe;</a>')],
    ['a bare &', one('<a>a & b</a>')],
    ['a character that XML lacks', one('<a>&#0;</a>')],
    ['half a surrogate pair', one('<a>&#xD800;</a>')],
    ['text beside CDATA', one('<a>1<![CDATA[2]]></a>')],
    ['text between fields', one('<a>1</a>2')],
    ['a value that is not closed', '<xml><a>1</xml>'],
    ['CDATA that is not closed', one('<a><![CDATA[1</a>')],
    ['another closing name', one('<a>1</b>')],
    ['something behind it', `${one('<a>1</a>')}<xml></xml>`],
    ['a DOCTYPE', `<!DOCTYPE xml>${one('<a>1</a>')}`],
    ['too much', one(`<a>${'1'.repeat(100_000)}</a>`)],
    ['too many', one(Array.from({ length: 501 }, (_, i) => `<a${i}>1</a${i}>`).join(''))],
  ])('%s', (_name, text) => {
    expect(readXml(text)).toBeUndefined()
  })

  it.each([
    ['CDATA', one(`<a>${'<![CDATA[]]>'.repeat(8_000)}</b>`)],
    ['brackets', one(`<a><![CDATA[${']'.repeat(99_000)}</a>`)],
    ['openings', one('<a>'.repeat(33_000))],
    ['entities', one(`<a>${'&#'.repeat(49_000)}</a>`)],
    ['blanks', one(`${' '.repeat(99_000)}x`)],
  ])('long runs of %s, at once', (_name, text) => {
    const before = process.cpuUsage()
    expect(readXml(text)).toBeUndefined()
    // CPU time, which a busy machine does not stretch.
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(500)
  })
})

it('writes what it reads', () => {
  const fields = { body: '茶 <b>&amp; "x"', attach: 'a]]>b]]', empty: '', total_fee: '1' }
  expect(Object.fromEntries(readXml(writeXml(fields)) ?? [])).toEqual(fields)
})
