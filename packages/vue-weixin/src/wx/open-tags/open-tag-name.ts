/** The name of an open tag (开放标签), as `openTagList` takes it. */
export type OpenTagName =
  | 'wx-open-launch-weapp'
  | 'wx-open-launch-app'
  | 'wx-open-subscribe'
  | 'wx-open-audio'
