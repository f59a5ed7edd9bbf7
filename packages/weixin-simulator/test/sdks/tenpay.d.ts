declare module 'tenpay' {
  type Texts = Record<string, string>
  interface Bill {
    list_title: string[]
    list_data: string[][]
    total_title: string[]
    total_data: string[]
  }
  interface Tenpay {
    urls: Texts
    unifiedOrder(params: Texts): Promise<Texts>
    getPayParams(params: Texts): Promise<Texts>
    orderQuery(params: Texts): Promise<Texts>
    closeOrder(params: Texts): Promise<Texts>
    refund(params: Texts): Promise<Texts>
    refundQuery(params: Texts): Promise<Texts>
    downloadBill(params: Texts): Promise<string>
    downloadBill(params: Texts, format: true): Promise<Bill>
    downloadFundflow(params: Texts, format: true): Promise<Bill>
    /** What its middleware calls with a notification. */
    _parse(xml: string, type: string): Promise<Texts & { req_info: Texts }>
  }
  const tenpay: { init(config: object): Tenpay }
  export default tenpay
}
