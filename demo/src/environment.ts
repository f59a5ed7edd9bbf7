/** Whether this page runs inside WeChat, or inside the simulated one, whose bridge changes the user agent. */
export const isInWeixin: boolean = /MicroMessenger/i.test(navigator.userAgent)
