/** Whether this page runs inside WeChat, or inside the simulated one, whose bridge changes the user agent. */
export const isInWeixin: boolean = /MicroMessenger/i.test(navigator.userAgent)

/** Whether this is a desktop's browser outside WeChat, where customers pay by a QR code. */
export const isDesktop: boolean =
  !isInWeixin && !/android|iphone|ipad|ipod|mobile|openharmony/i.test(navigator.userAgent)
