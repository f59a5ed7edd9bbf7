import type { DefineSetupFnComponent } from 'vue'
import type { MiniProgramVersion } from '../methods/mini-program.ts'
import { type OpenTagError, type OpenTagSlots, openTag } from './open-tag.ts'

/** Props of `WxOpenLaunchWeapp`. */
export interface WxOpenLaunchWeappProps {
  /** The mini program's AppID. */
  appid: string
  /** The page's path with its query. @default its first page */
  path?: string
  /** Which version of the mini program is opened. @default 'release' */
  envVersion?: MiniProgramVersion
  /** What the mini program finds in `extraData`. iOS hands it over as JSON text. */
  extraData?: Record<string, unknown>
}

/** Events of `WxOpenLaunchWeapp` and `WxOpenLaunchApp`. */
export type WxOpenLaunchEmits = {
  /** WeChat has drawn the tag. */
  ready: (detail: object) => void
  /** The other app has been opened. */
  launch: (detail: object) => void
  /** It has not, or this client cannot draw the tag. */
  error: (detail: OpenTagError) => void
}

/**
 * Opens a mini program (`wx-open-launch-weapp`).
 * @example <WxOpenLaunchWeapp appid="wx…" path="pages/tea" @error="show"><button>打开小程序</button></WxOpenLaunchWeapp>
 */
export const WxOpenLaunchWeapp: DefineSetupFnComponent<
  WxOpenLaunchWeappProps,
  WxOpenLaunchEmits,
  OpenTagSlots
> = /* @__PURE__ */ openTag<WxOpenLaunchWeappProps, WxOpenLaunchEmits>({
  name: 'WxOpenLaunchWeapp',
  tag: 'wx-open-launch-weapp',
  props: ['appid', 'path', 'envVersion', 'extraData'],
  events: ['ready', 'launch'],
  attributes: ({ appid, path, envVersion, extraData }) => ({
    appid,
    path,
    'env-version': envVersion,
    'extra-data': extraData && JSON.stringify(extraData),
  }),
})

/** Props of `WxOpenLaunchApp`. */
export interface WxOpenLaunchAppProps {
  /** The AppID of the app at the Open Platform (开放平台). */
  appid: string
  /** What the app is given. */
  extinfo?: string
}

/**
 * Opens an app (`wx-open-launch-app`). The event `error` is the moment to offer its download.
 * @example <WxOpenLaunchApp appid="wx…" extinfo="tea=3" @error="download"><button>打开 App</button></WxOpenLaunchApp>
 */
export const WxOpenLaunchApp: DefineSetupFnComponent<
  WxOpenLaunchAppProps,
  WxOpenLaunchEmits,
  OpenTagSlots
> = /* @__PURE__ */ openTag<WxOpenLaunchAppProps, WxOpenLaunchEmits>({
  name: 'WxOpenLaunchApp',
  tag: 'wx-open-launch-app',
  props: ['appid', 'extinfo'],
  events: ['ready', 'launch'],
  attributes: ({ appid, extinfo }) => ({ appid, extinfo }),
})

/** Props of `WxOpenSubscribe`. */
export interface WxOpenSubscribeProps {
  /** The ids of up to three templates. */
  template: string | readonly string[]
}

/** Events of `WxOpenSubscribe`. */
export type WxOpenSubscribeEmits = {
  /** WeChat has drawn the tag. */
  ready: (detail: object) => void
  /** The user has decided; `subscribeDetails` is JSON with what was decided for each template. */
  success: (detail: {
    /** `subscribe:ok`. */
    errMsg: string
    /** JSON: what was decided for each template. */
    subscribeDetails: string
  }) => void
  /** Nothing was decided, or this client cannot draw the tag. */
  error: (
    detail: OpenTagError & {
      /** WeChat's code, where it sends one. */
      errCode?: number | string
    },
  ) => void
}

/**
 * Asks whether the account may send notifications (`wx-open-subscribe`, 服务号订阅通知).
 * @example <WxOpenSubscribe :template="['id']" @success="save"><button>订阅取茶通知</button></WxOpenSubscribe>
 */
export const WxOpenSubscribe: DefineSetupFnComponent<
  WxOpenSubscribeProps,
  WxOpenSubscribeEmits,
  OpenTagSlots
> = /* @__PURE__ */ openTag<WxOpenSubscribeProps, WxOpenSubscribeEmits>({
  name: 'WxOpenSubscribe',
  tag: 'wx-open-subscribe',
  props: ['template'],
  events: ['ready', 'success'],
  attributes: ({ template }) => ({ template: [template].flat().join(',') }),
})

/** Props of `WxOpenAudio`. */
export interface WxOpenAudioProps {
  /** The address of the recording. */
  src: string
  /** The title of the recording. */
  title: string
  /** Who sings or speaks. */
  singer?: string
  /** The title of the episode. */
  episode?: string
  /** The address of the cover's picture. */
  cover?: string
}

/** Events of `WxOpenAudio`. Further listeners are handed to WeChat's element as they are. */
export type WxOpenAudioEmits = {
  /** WeChat has drawn the tag. */
  ready: (detail: object) => void
  /** This client cannot draw the tag. */
  error: (detail: OpenTagError) => void
}

/**
 * WeChat's audio player (`wx-open-audio`). Nothing is shown outside WeChat.
 * @example <WxOpenAudio src="https://tea.example.com/a.mp3" title="采茶" singer="小明" />
 */
export const WxOpenAudio: DefineSetupFnComponent<WxOpenAudioProps, WxOpenAudioEmits, OpenTagSlots> =
  /* @__PURE__ */ openTag<WxOpenAudioProps, WxOpenAudioEmits>({
    name: 'WxOpenAudio',
    tag: 'wx-open-audio',
    props: ['src', 'title', 'singer', 'episode', 'cover'],
    events: ['ready'],
    attributes: ({ src, title, singer, episode, cover }) => ({
      src,
      title,
      singer,
      episode,
      cover,
    }),
    isVisible: true,
  })
