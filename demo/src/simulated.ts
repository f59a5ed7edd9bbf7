const mark = document.querySelector<HTMLMetaElement>('meta[name="weixin-simulator"]')

/** Whether the server talks to a simulator: it marks the page then, and only then. */
export const isSimulated: boolean = mark !== null

/** The address of the simulator. Empty with real WeChat. */
export const simulatorUrl: string = mark?.content ?? ''
