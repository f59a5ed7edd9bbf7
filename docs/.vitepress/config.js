import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import { anchorOf } from '../../tooling/anchor-of.ts'

/** @param {string} module */
const resolve = (module) => fileURLToPath(import.meta.resolve(module))
const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Where source files can be read, such as `https://…/blob/main`. Without it links to them are plain text. */
const sourceUrl = process.env['SOURCE_URL']

/** Each page of docs/ exists in both languages under the same name: [page, zh, en]. */
const groups = [
  {
    text: { zh: '入门', en: 'Start' },
    items: [
      ['quick-start', '快速开始', 'Quick start'],
      ['simulator', '用模拟器开发', 'Develop with the simulator'],
      ['testing', '测试你的应用', 'Testing your app'],
      ['going-live', '上线指南', 'Going live'],
      ['consoles', '后台页面与密钥对照', 'Map of the consoles'],
      ['doctor', '诊断工具', 'Doctor'],
    ],
  },
  {
    text: { zh: '指南', en: 'Guides' },
    items: [
      ['jssdk', 'JS-SDK', 'JS-SDK'],
      ['client-parts', '分享、开放标签与支付组件', 'Sharing, open tags, parts'],
      ['sign-in', '网页授权', 'Sign-in'],
      ['payments', '支付', 'Payments'],
      ['notifications', '支付通知', 'Notifications'],
      ['refunds-and-bills', '退款与账单', 'Refunds and bills'],
      ['deployment', '部署', 'Deployment'],
      ['observability', '监控', 'Observability'],
      ['migration', '从其他库迁移', 'Moving over'],
    ],
  },
  {
    text: { zh: '参考', en: 'Reference' },
    items: [
      ['errors', '服务端错误', 'Errors of the server'],
      ['client-errors', '前端错误', 'Errors on the page'],
      ['weixin-codes', '微信错误码', "WeChat's error codes"],
      ['api/koa-weixin', 'koa-weixin API', 'koa-weixin API'],
      ['api/vue-weixin', 'vue-weixin API', 'vue-weixin API'],
      ['api/weixin-simulator', 'weixin-simulator API', 'weixin-simulator API'],
      ['glossary', '术语表', 'Glossary'],
      ['architecture', '架构', 'Architecture'],
      ['decisions', '设计决策', 'Decisions'],
      ['attempts', '支付尝试与请求', 'Attempts'],
      ['client-outcomes', '页面上的支付结果', 'Outcomes on the page'],
      ['performance', '性能', 'Performance'],
    ],
  },
]

/** Pages that exist in English only. */
const inEnglish = [
  ['README of koa-weixin', '/packages/koa-weixin/README'],
  ['README of vue-weixin', '/packages/vue-weixin/README'],
  ['README of weixin-simulator', '/packages/weixin-simulator/README'],
  ['Examples', '/examples/README'],
  ['Contributing', '/CONTRIBUTING'],
  ['Security', '/SECURITY'],
  ['Changelog', '/CHANGELOG'],
]

/** Pages below `api/` are generated. @param {string} page such as `docs/zh/payments` */
const isThere = (page) => page.includes('/api/') || existsSync(join(repository, `${page}.md`))

/**
 * The address of a page in the other language, if it is there.
 *
 * @param {string} file such as `docs/zh/payments.md`
 */
function counterpartOf(file) {
  const page = file.replace(/\.md$/, '')
  const other = page.startsWith('docs/zh/')
    ? page.replace('docs/zh/', 'docs/')
    : page.replace(/^docs\//, 'docs/zh/').replace(/README$/, 'README.zh-CN')
  return other !== page && isThere(other) ? `/${other}` : undefined
}

/** @param {'zh' | 'en'} language */
function sidebar(language) {
  const folder = language === 'zh' ? 'docs/zh' : 'docs'
  return [
    ...groups.map(({ text, items }) => ({
      text: text[language],
      items: items
        .filter(([page]) => isThere(`${folder}/${page}`))
        .map(([page, zh, en]) => ({
          text: language === 'zh' ? zh : en,
          link: `/${folder}/${page}`,
        })),
    })),
    {
      text: language === 'zh' ? '项目（英文）' : 'Project',
      collapsed: true,
      items: inEnglish.map(([text, link]) => ({ text, link })),
    },
  ]
}

const zh = {
  label: '简体中文',
  lang: 'zh-CN',
  link: '/docs/zh/quick-start',
  description: '面向微信公众号 H5 的 Koa + Vue 3 工具集：JS-SDK 签名、网页授权登录、微信支付',
  themeConfig: {
    outline: { label: '本页目录', level: [2, 3] },
    docFooter: { prev: '上一页', next: '下一页' },
    returnToTopLabel: '回到顶部',
    sidebarMenuLabel: '目录',
    darkModeSwitchLabel: '外观',
    lightModeSwitchTitle: '浅色模式',
    darkModeSwitchTitle: '深色模式',
    langMenuLabel: '语言',
    notFound: { title: '页面不存在', quote: '', linkText: '返回首页' },
    sidebar: sidebar('zh'),
  },
}

const en = {
  label: 'English',
  lang: 'en',
  link: '/docs/quick-start',
  themeConfig: {
    outline: { level: [2, 3] },
    sidebar: sidebar('en'),
  },
}

/**
 * Pages are the repository's own documents, at their own paths, so that one link works on the site and in the
 * repository. A link to a folder leads to its README; a link to another file leads to `SOURCE_URL`, or stays text.
 *
 * @param {import('vitepress').MarkdownRenderer} md
 */
function linkRepository(md) {
  md.core.ruler.push('repository-links', (state) => {
    const page = state.env.relativePath ?? ''
    for (const token of state.tokens) {
      /** @type {boolean[]} */
      const isText = []
      for (const child of token.children ?? []) {
        if (child.type === 'link_close' && isText.pop()) child.hidden = true
        if (child.type !== 'link_open') continue
        const href = child.attrGet('href') ?? ''
        const path = href.split('#')[0] ?? ''
        const file = normalize(join(repository, dirname(page), decodeURIComponent(path)))
        const isOurs = path !== '' && !/^(?:[a-z]+:|\/)/.test(href) && existsSync(file)
        const isPage = !isOurs || path.endsWith('.md')
        const readme = join(file, 'README.md')
        if (!isPage && statSync(file).isDirectory() && existsSync(readme)) {
          child.attrSet('href', posix.join(path, 'README.md'))
          isText.push(false)
        } else if (!isPage && sourceUrl) {
          child.attrSet('href', `${sourceUrl}/${file.slice(repository.length)}`)
          isText.push(false)
        } else if (isPage) isText.push(false)
        else {
          child.hidden = true
          isText.push(true)
        }
      }
    }
  })
  const open = md.renderer.rules['link_open']
  const close = md.renderer.rules['link_close']
  /** @type {(rule: typeof open) => NonNullable<typeof open>} */
  const unlessHidden = (rule) => (tokens, index, options, env, self) => {
    if (tokens[index]?.hidden) return ''
    return rule ? rule(tokens, index, options, env, self) : self.renderToken(tokens, index, options)
  }
  md.renderer.rules['link_open'] = unlessHidden(open)
  md.renderer.rules['link_close'] = unlessHidden(close)
}

/** Chinese has no spaces between words: each character and each word is a term. @param {string} text */
function tokenize(text) {
  return text.toLowerCase().match(/[\p{Script=Han}]|[\p{L}\p{N}_-]+/gu) ?? []
}

const searchInChinese = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    noResultsText: '没有找到',
    resetButtonTitle: '清空',
    backButtonTitle: '关闭',
    displayDetails: '显示详情',
    footer: { selectText: '选择', navigateText: '移动', closeText: '关闭' },
  },
}

export default defineConfig({
  srcDir: '..',
  outDir: 'dist',
  cacheDir: '.cache',
  srcExclude: ['**/node_modules/**', '**/dist/**', 'demo/**', '.github/**'],
  rewrites: { 'docs/index.md': 'index.md' },
  title: 'weixin',
  description: 'JS-SDK signing, OAuth sign-in and WeChat Pay for Koa and Vue 3',
  cleanUrls: true,
  lastUpdated: false,
  locales: { zh, root: en },
  // An address in a text is an example.
  markdown: { config: linkRepository, anchor: { slugify: anchorOf }, linkify: false },
  transformPageData: ({ relativePath }) => ({ counterpart: counterpartOf(relativePath) }),
  vite: {
    resolve: {
      // Pages outside this folder find Vue here.
      alias: [
        { find: /^vue$/, replacement: resolve('vue/dist/vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: resolve('vue/server-renderer') },
        // The theme's own: see the file.
        {
          find: /^\.\.?\/composables\/langs$/,
          replacement: fileURLToPath(new URL('languages.js', import.meta.url)),
        },
      ],
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize } },
        locales: { zh: { translations: searchInChinese } },
      },
    },
  },
})
