/** The server says so in the page while it talks to a simulator, and only then. */
export const isSimulated: boolean = document.querySelector('meta[name="weixin-simulator"]') !== null
