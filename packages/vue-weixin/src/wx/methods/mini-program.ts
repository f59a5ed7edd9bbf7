/** Which version of a mini program is opened. */
export type MiniProgramVersion = 'release' | 'trial' | 'develop'

/** Fields of `miniProgram.navigateTo` and of the other methods that open a page. */
export interface MiniProgramPage {
  /** The page's path in the mini program, with its query: `/pages/pay?order=7`. */
  url: string
}

/** Fields of `miniProgram.navigateBack`. */
export interface NavigateBackOptions {
  /** @default 1 */
  delta?: number
}

/** Fields of `miniProgram.postMessage`. */
export interface PostMessageOptions {
  /** Reaches the mini program when its page is left, destroyed or shared, and not before. */
  data: unknown
}

/** Result of `miniProgram.getEnv`. */
export interface MiniProgramEnv {
  /** Whether this page is open in a mini program. */
  miniprogram: boolean
}

/** Fields of `launchMiniProgram`. */
export interface LaunchMiniProgramOptions {
  targetAppId: string
  /** The page's path without `.html`, with its query. */
  path?: string
  envVersion?: MiniProgramVersion
}

/** Fields of `openBusinessView`. */
export interface OpenBusinessViewOptions {
  businessType: string
  queryString?: string
  envVersion?: MiniProgramVersion
}

/** Result of `openBusinessView`. */
export interface BusinessViewResult {
  errCode?: number | string
  extraData?: Record<string, unknown>
}

/** Fields of `openEnterpriseChat`, for WeCom. */
export interface OpenEnterpriseChatOptions {
  /** Ids of the members, with semicolons between them. */
  userIds: string
  groupName: string
}

/** Result of `openEnterpriseChat`. */
export interface EnterpriseChatResult {
  errCode?: number | string
}
