import { expect, test } from 'vitest'
import { V2_MISTAKES } from './v2-sign.ts'
import { PAGE_MISTAKES } from './page.ts'
import { REQUEST_MISTAKES } from './request.ts'

// Half of a character, as XML may write it by its number.
const HALF = '\uD83D'

test.each([
  [
    'API v2',
    V2_MISTAKES.map(({ texts }) => texts({ fields: { a: HALF }, key: 'k', otherKeys: [] })),
  ],
  [
    'a page',
    PAGE_MISTAKES.map(({ texts }) =>
      texts({
        ticket: 't',
        nonceStr: HALF,
        timestamp: '1',
        url: `http://localhost/${HALF}?a=%`,
        landing: HALF,
        current: HALF,
        oldTickets: [],
        accessTokens: [],
      }),
    ),
  ],
  [
    'a request',
    REQUEST_MISTAKES.map(({ texts }) =>
      texts({
        method: 'POST',
        url: `/${HALF}?%`,
        timestamp: '1',
        nonce: 'n',
        body: HALF,
        host: 'h',
      }),
    ),
  ],
])('each mistake of %s makes texts of any text', (_name, all) => {
  expect(all.flat().length).toBeGreaterThan(10)
})
