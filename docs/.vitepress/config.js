import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

/** @param {string} module */
const resolve = (module) => fileURLToPath(import.meta.resolve(module))
const repository = fileURLToPath(new URL('../..', import.meta.url))
/** Where source files can be read, such as `https://…/blob/main`. Without it links to them are plain text. */
const sourceUrl = process.env['SOURCE_URL']

const zh = {
  label: '简体中文',
  lang: 'zh-CN',
  link: '/docs/zh/quick-start',
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
    sidebar: [
      {
        text: '入门',
        items: [
          { text: '快速开始', link: '/docs/zh/quick-start' },
          { text: '用模拟器开发和测试', link: '/docs/zh/simulator' },
          { text: '上线指南', link: '/docs/zh/going-live' },
        ],
      },
      {
        text: '指南',
        items: [
          { text: 'JS-SDK', link: '/docs/zh/jssdk' },
          { text: '分享、开放标签与支付组件', link: '/docs/zh/client-parts' },
          { text: '网页授权', link: '/docs/zh/sign-in' },
          { text: '支付', link: '/docs/zh/payments' },
          { text: '支付通知', link: '/docs/zh/notifications' },
          { text: '退款与账单', link: '/docs/zh/refunds-and-bills' },
          { text: '部署', link: '/docs/zh/deployment' },
          { text: '从其他库迁移', link: '/docs/zh/migration' },
        ],
      },
      {
        text: '参考',
        items: [
          { text: '错误处理', link: '/docs/zh/errors' },
          { text: '术语表', link: '/docs/glossary' },
          { text: 'koa-weixin（英文）', link: '/packages/koa-weixin/README' },
          { text: 'vue-weixin（英文）', link: '/packages/vue-weixin/README' },
          { text: 'weixin-simulator（英文）', link: '/packages/weixin-simulator/README' },
        ],
      },
    ],
  },
}

const en = {
  label: 'English',
  lang: 'en',
  link: '/docs/quick-start',
  themeConfig: {
    outline: { level: [2, 3] },
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'Quick start', link: '/docs/quick-start' },
          { text: 'Going live', link: '/docs/going-live' },
          { text: 'Deployment', link: '/docs/deployment' },
          { text: 'Examples', link: '/examples/README' },
        ],
      },
      {
        text: 'Packages',
        items: [
          { text: 'koa-weixin', link: '/packages/koa-weixin/README' },
          { text: 'vue-weixin', link: '/packages/vue-weixin/README' },
          { text: 'weixin-simulator', link: '/packages/weixin-simulator/README' },
          { text: 'weixin-contract', link: '/packages/weixin-contract/README' },
        ],
      },
      {
        text: 'Guides',
        items: [
          { text: 'Sign-in', link: '/docs/sign-in' },
          { text: 'JS-SDK, sharing, parts', link: '/docs/client-parts' },
          { text: 'Bills and refunds', link: '/docs/bills' },
          { text: 'Parts and devtools', link: '/docs/client-parts' },
          { text: 'Attempts', link: '/docs/attempts' },
          { text: 'Outcomes on the page', link: '/docs/client-outcomes' },
        ],
      },
      {
        text: 'Project',
        items: [
          { text: 'Glossary', link: '/docs/glossary' },
          { text: 'Architecture', link: '/docs/architecture' },
          { text: 'Decisions', link: '/docs/decisions' },
          { text: 'Performance', link: '/docs/performance' },
          { text: 'Contributing', link: '/CONTRIBUTING' },
          { text: 'Security', link: '/SECURITY' },
          { text: 'Changelog', link: '/CHANGELOG' },
        ],
      },
    ],
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
  markdown: { config: linkRepository },
  vite: {
    resolve: {
      // Pages outside this folder find Vue here.
      alias: [
        { find: /^vue$/, replacement: resolve('vue/dist/vue.runtime.esm-bundler.js') },
        { find: /^vue\/server-renderer$/, replacement: resolve('vue/server-renderer') },
      ],
    },
  },
  themeConfig: {
    // A page has no counterpart of the same name in the other language.
    i18nRouting: false,
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize } },
        locales: { zh: { translations: searchInChinese } },
      },
    },
  },
})
