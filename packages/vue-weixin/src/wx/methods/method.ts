/** What every call of the JS-SDK takes beside the fields of its method. */
export interface CallOptions {
  /**
   * Ends the wait with the error `call-aborted`. What WeChat has opened stays open, because the JS-SDK cannot close it.
   */
  signal?: AbortSignal
  /**
   * Milliseconds until the error `call-timeout`, counted from the moment WeChat is called.
   * @default 10,000; 60,000 where WeChat uploads or downloads; 600,000 where a person decides
   */
  timeout?: number
}

/** The function of a method: its fields are optional where none is required. */
export type WxCallFunction<Fields, Result> = object extends Fields
  ? (options?: Fields & CallOptions) => Promise<Result>
  : (options: Fields & CallOptions) => Promise<Result>

/** A row of the table for a method that replies once. `Fields` and `Result` are its types. */
export interface WxCall<Fields = object, Result = void> {
  /** The command's name in `WeixinJSBridge`. */
  readonly native: string
  /** What the reply waits for, which decides the time-out. */
  readonly waitsFor: 'client' | 'network' | 'user'
  /** Fields that are sent where the app gives none. */
  readonly defaults?: Partial<Fields>
  /** Fields of the result where WeChat sends none. */
  readonly empty?: Partial<Result>
  /** WeChat offers it without `wx.config`, to mini programs. */
  readonly isFree?: true
  /** The SDK cannot run two of them at once. */
  readonly isSingle?: true
  /** The SDK takes a function in place of an options object. */
  readonly takesFunction?: true
  /** Types only. */
  readonly types?: [Fields, Result]
}

/** A row of the table for something that happens any number of times. `Detail` is the type of its detail. */
export interface WxEvent<Detail> {
  readonly native: string
  readonly waitsFor: 'event'
  /** Types only. */
  readonly types?: [Detail]
}

/** A row of the table for one of the older share menus, which `useShare` fills. */
export interface WxShareMenu {
  readonly native: string
  readonly waitsFor: 'share'
}
