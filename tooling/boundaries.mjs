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
    'index.ts': `./node-version.ts ./middleware ./weixin.ts ./options ./payments ./cache ./errors ./remote .
      type:./diagnostics type:./bills type:./protocol type:./refunds type:./refunds/refund-request.ts type:./settle type:./sign-in type:weixin-contract`,
    // The only place that reads Koa's ctx.
    middleware: `./internals.ts type:./weixin.ts ./diagnostics ./doctor-page ./seal.ts ./errors . koa @koa/router node:crypto node:fs node:http node:https node:path node:util/types
      type:./protocol ./sign-in type:weixin-contract`,
    // Puts an instance together.
    'weixin.ts': `./internals.ts ./diagnostics ./options ./payments type:./refunds ./seal.ts ./jssdk ./sign-in ./tokens ./remote ./cache ./errors .
      ./protocol type:./bills type:./settle type:weixin-contract`,
    // What our own middleware needs of an instance.
    'internals.ts':
      'type:./remote type:./payments type:./jssdk type:./options type:./protocol type:./sign-in ./errors',
    // The page that looks at the browser half; its script runs on the phone.
    'doctor-page': 'node:crypto',
    // Fails with one sentence on an old Node, so each entry imports it first.
    'node-version.ts': '',
    'needs-newer-node.cjs': '',
    // The command line.
    'cli.ts': './node-version.ts ./cli type:./errors node:fs',
    cli: './doctor type:./errors ./internals.ts type:./options type:./weixin.ts node:fs node:path node:url node:util',
    // Looks at a configuration and at what runs with it. Only the command line imports it.
    doctor: `./internals.ts type:./weixin.ts ./options ./remote ./errors type:./cache node:crypto node:net node:perf_hooks`,
    // What node:diagnostics_channel publishes: each wraps a function, and changes nothing about it.
    diagnostics: `./errors ./remote ./sign-in node:diagnostics_channel
      type:./payments type:./protocol type:./settle type:weixin-contract`,
    // The only place that knows the options and their defaults.
    options: `./remote ./cache ./errors . node:crypto node:fs node:net node:tls
      type:./protocol type:./settle type:./sign-in type:koa type:weixin-contract`,
    payments: `./diagnostics ./internals.ts ./options ./bills ./refunds ./settle ./remote ./protocol ./cache ./errors . node:crypto node:net
      type:./weixin.ts type:weixin-contract`,
    // Large bills wait in a temporary file until their hash is known.
    bills: `./remote ./protocol ./errors node:crypto node:fs/promises node:os node:path node:stream node:zlib
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
    'testing.ts': './node-version.ts ./testing',
    'seal.ts': 'jose node:crypto',
    errors: 'node:crypto',
    // Pure: text in, text out.
    protocol: 'node:crypto type:weixin-contract',
    '.': './node-version.ts ./options ./cache ./errors node:crypto node:util/types type:koa type:weixin-contract',
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
    // Plain data and its indices.
    state: './crypto type:./types.ts node:crypto',
    // The rules of WeChat's business, without a dialect: it refuses with a reason.
    domain: './state ./http ./crypto type:./clock.ts type:./types.ts node:crypto',
    // The dialects: parse, check the signature, call the domain, answer. They do not know each other.
    'pay-v3':
      './domain ./explain ./http ./crypto ./state ./clock.ts type:./context.ts type:./types.ts koa @koa/router node:crypto',
    'pay-v2':
      './domain ./explain ./http ./crypto ./state type:./context.ts type:./types.ts @koa/router fast-xml-parser node:crypto node:tls',
    api: './domain ./http ./state ./clock.ts type:./crypto type:./context.ts type:./types.ts type:koa',
    // The page at the simulator's own address, and what it reads and sets.
    dashboard:
      './phone ./control ./crypto ./explain ./http ./pay-v2 ./state type:./notifications type:./context.ts type:./types.ts @koa/router node:*',
    open: './phone ./http ./state type:./context.ts type:./types.ts @koa/router',
    // What a page or an app hands over is signed in the dialect of its order.
    phone:
      './domain ./explain ./pay-v2 ./http ./crypto ./state type:./context.ts type:./types.ts @koa/router type:koa node:*',
    // What WeChat Pay signs and delivers.
    notifications:
      './crypto ./state ./clock.ts type:./log.ts type:./types.ts node:http node:https node:tls',
    // How a refused signature came about.
    explain: 'type:./types.ts node:crypto',
    control:
      './domain ./http ./phone ./state ./crypto ./pay-v2 ./pay-v3 ./clock.ts type:./context.ts type:./log.ts type:./types.ts @koa/router type:koa node:crypto',
    store: './http type:./state node:crypto node:fs/promises node:os node:path',
    crypto: 'node:crypto node:util',
    http: 'type:./types.ts type:koa type:node:http node:net node:zlib',
    'types.ts': 'type:./types',
    types: '',
    'log.ts': './explain ./http ./clock.ts type:./types.ts type:koa',
    'context.ts':
      'type:./phone type:./domain type:./log.ts type:./notifications type:./overrides.ts',
    'overrides.ts': 'type:./domain type:./state type:./types.ts',
    'clock.ts': '',
    // Fails with one sentence on an old Node, so each entry imports it first.
    'node-version.ts': '',
    'vitest.ts': './node-version.ts ./simulator.ts type:./types.ts vitest',
    'playwright.ts':
      './node-version.ts ./simulator.ts type:./types.ts type:playwright type:playwright/test',
    'vite.ts': './node-version.ts ./simulator.ts type:./types.ts type:vite',
    'client.ts': './node-version.ts ./control',
    cli: './control ./simulator.ts type:./types.ts uqr node:*',
    'simulator.ts':
      'koa node:* ./api ./control ./crypto ./dashboard ./domain ./http ./notifications ./open ./pay-v2 ./pay-v3 ./phone ./state ./store ./announce.ts ./clock.ts ./log.ts ./overrides.ts ./pay-faults.ts type:./context.ts type:./types.ts',
    // Joins the dialects to the deliveries, to the faults, and all of it to one server.
    'announce.ts': './pay-v2 ./pay-v3 type:./domain type:./state type:./context.ts',
    'pay-faults.ts':
      './pay-v2 ./pay-v3 type:./http type:./context.ts type:./types.ts type:koa node:timers/promises',
    '.': 'koa @koa/router node:* ./api ./control ./crypto ./dashboard ./domain ./http ./notifications ./open ./pay-v2 ./pay-v3 ./phone ./state ./store ./cli ./simulator.ts ./announce.ts ./clock.ts ./context.ts ./log.ts ./overrides.ts ./pay-faults.ts ./node-version.ts ./types.ts',
  },

  // The demo uses the packages as a stranger does, through their index; its page and its server never meet.
  'demo/server': {
    '.': `koa-weixin weixin-simulator @koa/router koa koa-body @electric-sql/pglite pg proper-lockfile uqr vite node:*
      ../contract.ts ../vite.config.ts type:weixin-contract`,
  },
  'demo/src': {
    '.': `vue-weixin vue-weixin/pay-qr vue-weixin/pay-return vue-weixin/theme.css vue vue-router
      @fontsource-variable/noto-sans-sc
      ../contract.ts type:weixin-contract`,
  },
}
