/** Fields of `checkJsApi`. */
export interface CheckJsApiOptions {
  /** Names of methods, as on `wx`. */
  jsApiList: readonly string[]
}

/** Result of `checkJsApi`. */
export interface CheckJsApiResult {
  /** For each method whether this version of WeChat has it. */
  checkResult: Record<string, boolean>
}

/** Result of `getNetworkType`. */
export interface NetworkTypeResult {
  /** `edge` and `wwan` are iOS's words for a mobile network. */
  networkType: '2g' | '3g' | '4g' | '5g' | 'wifi' | 'edge' | 'wwan' | (string & {})
}

/** Fields of `openLocation`. */
export interface OpenLocationOptions {
  /** Degrees from -90 to 90, in the system GCJ-02. */
  latitude: number
  /** Degrees from -180 to 180, in the system GCJ-02. */
  longitude: number
  /** The name of the place. */
  name?: string
  /** The address of the place. */
  address?: string
  /**
   * From 1 to 28, which is the closest.
   * @default 28
   */
  scale?: number
  /** An address for a link below the map. */
  infoUrl?: string
}

/** Fields of `getLocation`. */
export interface GetLocationOptions {
  /**
   * `gcj02` is the system that `openLocation` takes.
   * @default 'wgs84'
   */
  type?: 'wgs84' | 'gcj02'
}

/** Result of `getLocation`. */
export interface LocationResult {
  /** Degrees from -90 to 90. */
  latitude: number
  /** Degrees from -180 to 180. */
  longitude: number
  /** Metres a second. */
  speed: number
  /** Metres. */
  accuracy: number
}

/** Fields of `scanQRCode`. */
export interface ScanQRCodeOptions {
  /**
   * 1 resolves with what was scanned; with 0 WeChat opens it itself. WeChat's own default is 0.
   * @default 1
   */
  needResult?: 0 | 1
  /** @default ['qrCode', 'barCode'] */
  scanType?: ('qrCode' | 'barCode')[]
}

/** Result of `scanQRCode`. */
export interface ScanQRCodeResult {
  /** What was scanned; empty with `needResult: 0`. A bar code comes with its type in front: `EAN_13,6901234567892`. */
  resultStr: string
}

/** Fields of `startSearchBeacons`. */
export interface StartSearchBeaconsOptions {
  /** WeChat adds it to the address of a page that was opened by shaking (摇一摇周边). */
  ticket: string
}

/** One iBeacon device. WeChat sends every field as text. */
export interface Beacon {
  uuid: string
  major: string
  minor: string
  /** Metres. */
  accuracy: string
  rssi: string
  proximity: string
  heading: string
}

/** The detail of `onSearchBeacons`. */
export interface BeaconsFound {
  beacons: Beacon[]
}
