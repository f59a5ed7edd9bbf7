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
    middleware: `./weixin.ts ./errors . koa @koa/router node:fs node:path
      type:./protocol type:./sign-in type:weixin-contract`,
    // Puts an instance together.
    'weixin.ts': `./options ./payments ./seal.ts ./jssdk ./sign-in ./tokens ./remote ./cache ./errors .
      ./protocol type:./bills type:./settle type:weixin-contract`,
    // The only place that knows the options and their defaults.
    options: `./cache ./errors . node:crypto node:fs node:tls type:./protocol type:./remote type:./settle type:./sign-in
      type:koa type:weixin-contract`,
    payments: `./options ./bills ./refunds ./settle ./remote ./protocol ./cache ./errors . node:crypto node:net
      type:./weixin.ts type:weixin-contract`,
    // Large bills wait in a temporary file until their hash is known.
    bills: `./remote ./errors node:crypto node:fs/promises node:os node:path node:stream node:zlib
      type:weixin-contract`,
    jssdk: './tokens ./protocol ./errors type:weixin-contract',
    'sign-in': './seal.ts ./remote ./protocol ./cache ./errors . node:crypto type:weixin-contract',
    settle: './refunds ./remote ./protocol ./cache ./errors . node:crypto type:weixin-contract',
    refunds: './remote ./errors .',
    tokens: './remote ./cache ./errors .',
    // The only place that calls WeChat.
    remote:
      './protocol ./errors . axios node:crypto node:http node:https type:node:stream type:weixin-contract',
    cache: './errors type:. lru-cache node:crypto',
    // The contract tests of a cache, for an app's own.
    testing: './cache node:assert/strict',
    'testing.ts': './testing',
    'seal.ts': 'jose node:crypto',
    errors: 'node:crypto',
    // Pure: text in, text out.
    protocol: 'node:crypto type:weixin-contract',
    '.': './options ./cache ./errors node:crypto type:koa type:weixin-contract',
  },

  // Runs in a browser.
  'packages/vue-weixin/src': {
    // Subpath exports: nothing else imports them, so that no app ships what it does not name.
    parts: '. vue uqr type:weixin-contract',
    devtools: '. vue @vue/devtools-api',
    '.': 'vue vue-router weixin-js-sdk type:weixin-contract',
  },

  // Knows nothing of ours: two sides that share code can be wrong alike.
  'packages/weixin-simulator/src': {
    // Served to the browser as it is: the server does not import it, nor it the server.
    'phone/browser': '',
    '.': 'koa @koa/router fast-xml-parser node-forge node:*',
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
