import type { WeixinErrorCode } from '../errors/catalogue.ts'
import type { WeixinError } from '../errors/weixin-error.ts'

/** What a page says to a user whose sign-in failed. */
export interface SignInErrorPage {
  /** What failed. Its message is for the log; nothing but `code` and `id` may be shown. */
  error: WeixinError
  /** The user's language. */
  language: 'zh' | 'en'
  /** One short line. */
  title: string
  /** One or two sentences: what happened, and what to do. */
  message: string
  /** Where the user can go on: the address of the sign-in, back to the page that was asked for. */
  signIn: string
  /** The text of the link to `signIn`. */
  action: string
}

interface Texts {
  title: string
  message: string
  action: string
}

interface PageTexts extends Partial<Record<WeixinErrorCode, Texts>> {
  /** What the user can put right. */
  default: Texts
  'weixin-unreachable': Texts
}

const TEXTS: Record<SignInErrorPage['language'], PageTexts> = {
  zh: {
    default: {
      title: '登录未完成',
      message: '登录没有成功，请重新登录。',
      action: '重新登录',
    },
    'consent-refused': {
      title: '尚未授权',
      message: '您没有同意授权，因此无法登录。如需继续，请重新登录并点击“同意”。',
      action: '重新登录',
    },
    'cookie-lost': {
      title: '登录未完成',
      message: '当前浏览器没有保存 Cookie。请在微信中打开本页，并允许使用 Cookie。',
      action: '再试一次',
    },
    'return-elsewhere': {
      title: '链接有误',
      message: '这个链接不完整，请从首页进入。',
      action: '进入首页',
    },
    'weixin-unreachable': {
      title: '微信暂时没有响应',
      message: '请稍后再试。',
      action: '再试一次',
    },
  },
  en: {
    default: {
      title: 'Sign-in was not completed',
      message: 'Please sign in again.',
      action: 'Sign in again',
    },
    'consent-refused': {
      title: 'Not authorized',
      message: 'You did not allow the sign-in. To go on, sign in again and tap “Allow”.',
      action: 'Sign in again',
    },
    'cookie-lost': {
      title: 'Sign-in was not completed',
      message:
        'This browser did not keep a cookie. Open this page in WeChat, with cookies allowed.',
      action: 'Try again',
    },
    'return-elsewhere': {
      title: 'This link is broken',
      message: 'The link is not complete. Please start from the home page.',
      action: 'Go to the home page',
    },
    'weixin-unreachable': {
      title: 'WeChat did not respond',
      message: 'Please try again in a moment.',
      action: 'Try again',
    },
  },
}

/** The texts for an error. Of a failure of the server's own, they say only that the user may try again. */
export function signInErrorPage(
  error: WeixinError,
  { language, signIn }: Pick<SignInErrorPage, 'language' | 'signIn'>,
): SignInErrorPage {
  const texts = TEXTS[language]
  const failure = { ...texts['weixin-unreachable'], title: texts.default.title }
  const chosen = texts[error.code] ?? (error.status >= 500 ? failure : texts.default)
  const { title, message, action } = chosen
  return { error, language, title, message, signIn, action }
}

/** The page as HTML: no script, nothing loaded, readable on a phone, light and dark. */
export function signInErrorHtml({
  error,
  language,
  title,
  message,
  signIn,
  action,
}: SignInErrorPage): string {
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>
body { margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center;
  font: 17px/1.6 system-ui, -apple-system, "PingFang SC", "Noto Sans SC", sans-serif; background: #ededed; color: #191919 }
main { max-width: 22em; padding: 2em 1.5em; text-align: center }
h1 { font-size: 1.3em; margin: 0 0 .5em }
p { margin: 0 0 2em }
a { display: inline-block; min-width: 9em; padding: .6em 1em; border-radius: .4em; background: #07c160; color: #fff;
  font-weight: 600; text-decoration: none }
small { display: block; margin-top: 2.5em; font-size: .75em; opacity: .55 }
@media (prefers-color-scheme: dark) { body { background: #111; color: #d5d5d5 } }
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(message)}</p>
<a href="${escaped(signIn)}">${escaped(action)}</a>
<small>${escaped(error.code)} · ${escaped(error.id)}</small>
</main>
</body>
</html>
`
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
