/** Items of WeChat's menu that share the page. */
export type ShareMenuItem =
  | 'menuItem:share:appMessage'
  | 'menuItem:share:timeline'
  | 'menuItem:share:qq'
  | 'menuItem:share:weiboApp'
  | 'menuItem:share:facebook'
  | 'menuItem:share:QZone'
  | 'menuItem:favorite'

/** Items of WeChat's menu that open or copy the page. */
export type ProtectedMenuItem =
  | 'menuItem:editTag'
  | 'menuItem:delete'
  | 'menuItem:copyUrl'
  | 'menuItem:originPage'
  | 'menuItem:readMode'
  | 'menuItem:openWithQQBrowser'
  | 'menuItem:openWithSafari'
  | 'menuItem:share:email'
  | 'menuItem:share:brand'

/** Items of WeChat's menu that cannot be hidden. */
export type BaseMenuItem =
  | 'menuItem:exposeArticle'
  | 'menuItem:setFont'
  | 'menuItem:dayMode'
  | 'menuItem:nightMode'
  | 'menuItem:refresh'
  | 'menuItem:profile'
  | 'menuItem:addContact'

/** Fields of `hideMenuItems`. */
export interface HideMenuItemsOptions {
  /** The items to hide. */
  menuList: (ShareMenuItem | ProtectedMenuItem)[]
}

/** Fields of `showMenuItems`. */
export interface ShowMenuItemsOptions {
  /** The items to show again. */
  menuList: (ShareMenuItem | ProtectedMenuItem | BaseMenuItem)[]
}

/** Fields of `updateTimelineShareData`. */
export interface TimelineShareData {
  /** The title of the card. */
  title: string
  /** The address that the card opens: on a JS-safe domain of the account. */
  link: string
  /** An absolute address of the card's picture. */
  imgUrl: string
}

/** Fields of `updateAppMessageShareData`. */
export interface AppMessageShareData extends TimelineShareData {
  /** The text below the title. */
  desc: string
}
