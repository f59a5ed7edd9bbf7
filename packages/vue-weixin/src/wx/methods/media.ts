/** A picture or a recording that this phone holds. */
export interface LocalMedia {
  /** Good for this page only. */
  localId: string
}

/** A picture or a recording at WeChat. */
export interface ServerMedia {
  /** WeChat's media id, good for three days. The server downloads the file with it. */
  serverId: string
}

/** Fields of the methods that upload or download. */
export interface Progress {
  /**
   * Shows WeChat's progress indicator.
   * @default true
   */
  isShowProgressTips?: boolean
}

/** Fields of `chooseImage`. */
export interface ChooseImageOptions {
  /**
   * The largest number of pictures.
   * @default 9
   */
  count?: number
  /** @default ['original', 'compressed'] */
  sizeType?: ('original' | 'compressed')[]
  /** @default ['album', 'camera'] */
  sourceType?: ('album' | 'camera')[]
}

/** Result of `chooseImage`. */
export interface ChooseImageResult {
  /** One for each picture, for `uploadImage`, `previewImage` and, on Android, `<img src>`. */
  localIds: string[]
  /** Where they come from, if the client sends it. */
  sourceType?: 'weixin' | 'album' | 'camera'
}

/** Fields of `previewImage`. */
export interface PreviewImageOptions {
  /** The address of the picture that is shown first. */
  current: string
  /** The addresses of all pictures. */
  urls: string[]
}

/** Result of `getLocalImgData`. */
export interface LocalImageData {
  /** The picture as base64, for `<img src>`. Android leaves out the prefix `data:image/jpeg;base64,`. */
  localData: string
}

/** Result of `translateVoice`. */
export interface TranslateVoiceResult {
  /** The spoken text. */
  translateResult: string
}
