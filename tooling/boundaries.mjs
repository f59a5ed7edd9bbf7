/**
 * Who may import what: the arrows of the architecture, kept by the lint rule `weixin/boundaries`.
 *
 * A block is a package's source or a side of the demo. Each line is one of its folders or files (the longest path
 * that fits counts; `.` is all that has no line of its own) and what it may import beside its own files: packages,
 * `node:` modules, and other lines of the block (`./errors`). `type:` before it allows types only.
 * Unit tests, and files outside these blocks, may import anything.
 *
 * @type {Record<string, Record<string, string>>}
 */
export const boundaries = {
  // Types only: nothing runs, so nothing is imported.
  'packages/weixin-contract/src': { '.': '' },

  // Top uses bottom.
  'packages/koa-weixin/src': {
    'index.ts': `./middleware ./weixin.ts ./options ./payments ./cache ./errors .
      type:./bills type:./protocol type:./remote type:./settle type:./sign-in type:weixin-contract`,
    // The only place that reads Koa's ctx.
    middleware: `./internals.ts type:./weixin.ts ./errors . koa @koa/router node:fs node:path
      type:./protocol type:./sign-in type:weixin-contract`,
    // Puts an instance together.
    'weixin.ts': `./internals.ts ./options ./payments type:./refunds ./seal.ts ./jssdk ./sign-in ./tokens ./remote ./cache ./errors .
      ./protocol type:./bills type:./settle type:weixin-contract`,
    // What our own middleware needs of an instance.
    'internals.ts':
      'type:./remote type:./payments type:./jssdk type:./options type:./protocol type:./sign-in ./errors',
    // The only place that knows the options and their defaults.
    options: `./remote ./cache ./errors . node:crypto node:fs node:net node:tls
      type:./protocol type:./settle type:./sign-in type:koa type:weixin-contract`,
    payments: `./options ./bills ./refunds ./settle ./remote ./protocol ./cache ./errors . node:crypto node:net
      type:./weixin.ts type:weixin-contract`,
    // Large bills wait in a temporary file until their hash is known.
    bills: `./remote ./errors node:crypto node:fs/promises node:os node:path node:stream node:zlib
      type:weixin-contract`,
    jssdk: './tokens ./protocol ./errors type:weixin-contract',
    'sign-in': './seal.ts ./remote ./protocol ./cache ./errors . node:crypto type:weixin-contract',
    settle: './remote ./protocol ./cache ./errors . node:crypto type:weixin-contract',
    refunds:
      './refunds/refund-request.ts ./settle ./remote ./protocol ./errors . type:weixin-contract',
    // What the app asks for, and what a dialect sends.
    'refunds/refund-request.ts': 'type:weixin-contract',
    tokens: './remote ./cache ./errors .',
    // The only place that calls WeChat.
    remote: `./protocol ./errors . axios node:crypto node:http node:https
      type:./refunds/refund-request.ts type:node:stream type:weixin-contract`,
    cache: './errors . lru-cache node:crypto',
    // The contract tests of a cache, for an app's own.
    testing: './cache node:assert/strict',
    'testing.ts': './testing',
    'seal.ts': 'jose node:crypto',
    errors: 'node:crypto',
    // Pure: text in, text out.
    protocol: 'node:crypto type:weixin-contract',
    '.': './options ./cache ./errors node:crypto node:util/types type:koa type:weixin-contract',
  },

  // Runs in a browser.
  'packages/vue-weixin/src': {
    '.': 'vue vue-router weixin-js-sdk type:weixin-contract',
  },

  // Knows nothing of ours: two sides that share code can be wrong alike.
  'packages/weixin-simulator/src': {
    // Served to the browser as it is: the server does not import it, nor it the server.
    'phone/browser': '',
    '.': 'koa @koa/router fast-xml-parser node:*',
  },

  // The demo uses the packages as a stranger does, through their index; its page and its server never meet.
  'demo/server': {
    '.': `koa-weixin weixin-simulator @koa/router koa koa-body @electric-sql/pglite pg proper-lockfile vite node:*
      ../contract.ts ../vite.config.ts type:weixin-contract`,
  },
  'demo/src': {
    '.': `vue-weixin vue vue-router @fontsource-variable/noto-sans-sc
      ../contract.ts type:weixin-contract`,
  },
}
