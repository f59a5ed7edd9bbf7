declare module 'tenpay' {
  type Texts = Record<string, string>
  interface Tenpay {
    urls: Texts
    unifiedOrder(params: Texts): Promise<Texts>
    orderQuery(params: Texts): Promise<Texts>
    closeOrder(params: Texts): Promise<Texts>
    downloadBill(params: Texts): Promise<string>
    /** What its middleware calls with a notification. */
    _parse(xml: string, type: string): Promise<Texts>
  }
  const tenpay: { init(config: Texts): Tenpay }
  export default tenpay
}
