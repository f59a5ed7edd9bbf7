import { WeixinClientError } from '../../errors/weixin-client-error.ts'

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** What a shared page looks like in a chat and in Moments (朋友圈). */
export interface ShareData {
  /** The title of the card. */
  title: string
  /**
   * The text below the title. Moments show none.
   * @default ''
   */
  desc?: string
  /**
   * The address that the card opens: on a JS-safe domain of the account, absolute or relative to the page's own.
   * @default the page's address
   */
  link?: string
  /**
   * The address of the card's picture: absolute, or relative to the page's own; https. WeChat fetches it itself.
   * At least 300 × 300 pixels look sharp.
   * @default ''
   */
  imgUrl?: string
}

/** The same, complete and checked, as WeChat takes it. */
export type ShareCard = Required<ShareData>

/**
 * Completes and checks what an app shares. Pure.
 * @param page the page's own address
 * @throws {WeixinClientError} `share-invalid` names the field
 */
export function shareCard(data: ShareData, page: string): ShareCard {
  const { title, desc = '', link = page, imgUrl = '' } = data
  if (typeof title !== 'string' || title.trim() === '')
    throw invalid('`title` is missing', {
      en: 'Give the page a title.',
      zh: '请设置分享标题 title。',
    })
  return {
    title,
    desc,
    link: absolute('link', link, page),
    imgUrl: imgUrl && absolute('imgUrl', imgUrl, page),
  }
}

/** An http page is one in development, whose own http addresses are let through. */
function absolute(field: string, address: string, page: string): string {
  let url: URL
  try {
    url = new URL(address, page)
  } catch {
    throw invalid(`\`${field}\` is no address: ${address}`, {
      en: `Give ${field} an absolute https address.`,
      zh: `${field} 须为以 https:// 开头的完整地址。`,
    })
  }
  const isAllowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && page.startsWith('http:'))
  if (!isAllowed)
    throw invalid(`\`${field}\` is not https: ${address.slice(0, 100)}`, {
      en: `WeChat fetches ${field} itself: put it on an https address; data: and blob: exist in this page only.`,
      zh: `${field} 由微信客户端加载，须为 https 地址，不能使用 data: 或 blob:。`,
    })
  // As the app wrote it where it is absolute already: what it signs or compares stays the same text.
  return /^https?:\/\//i.test(address) ? address : url.href
}

const invalid = (fault: string, remedy: { en: string; zh: string }): WeixinClientError =>
  new WeixinClientError('share-invalid', {
    message: `useShare: ${fault}.`,
    remedy: process.env.NODE_ENV === 'production' ? undefined : remedy,
  })
