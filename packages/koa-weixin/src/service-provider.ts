/** A service provider (服务商) takes orders for a sub-merchant (特约商户); `merchant` holds the provider's ids and keys. */
export interface ServiceProvider {
  /** The sub-merchant (sub_mchid), to whom the money goes. */
  subMchId: string
  /**
   * The provider's own appId (sp_appid), where the instance's `appId` is the sub-merchant's account (sub_appid). Left
   * out, `appId` is the provider's. Payers are always users of `appId`.
   */
  spAppId?: string
}
