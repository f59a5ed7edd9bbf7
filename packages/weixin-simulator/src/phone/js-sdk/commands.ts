import type { Random } from '../../crypto/random.ts'
import type { EnvironmentName } from '../environments.ts'

/** What a command is answered from. */
export interface CommandFacts {
  args: Record<string, unknown>
  /** 'auto' is the browser as it is. */
  environment: EnvironmentName | 'auto'
  /** The SDK of the page reads JSON text where it takes the client for an Android phone. */
  isAndroid: boolean
  /** The SDK reads what an iPhone scans as JSON. */
  isIos: boolean
  random: Random
  /** Fields that a test or a person has set. */
  given: Record<string, unknown>
}

export interface Command {
  /** Name on the bridge. */
  native: string
  /** Name in the JS-SDK. */
  wx: string
  /** What a user sees happen, for the dashboard. */
  en: string
  zh: string
  /** False for the few that any page may call without wx.config. */
  needsConfig: boolean
  /** Whether the user decides: such a command can be cancelled and denied. */
  asksUser: boolean
  /** The fields of an `ok` answer, beside its message. */
  fields?: (facts: CommandFacts) => Record<string, unknown>
  /** The message of an `ok` answer where it is not `<native>:ok`. */
  message?: (facts: CommandFacts) => string
}

/** A green square of one pixel, as PNG in base64. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgaDf+DwACtwGjXhqXUQAAAABJRU5ErkJggg=='

const localId = ({ isIos, random }: CommandFacts): string =>
  isIos
    ? `wxLocalResource://simulated${random.digits(13)}`
    : `weixin://resourceid/${random.word(32)}`

const text = (value: unknown, fallback: string): string =>
  typeof value === 'string' ? value : fallback

const countOf = (value: unknown): number => Math.min(Math.max(Number(value) || 1, 1), 9)

const quiet = (native: string, en: string, zh: string, needsConfig = true): Command => ({
  native,
  wx: native,
  en,
  zh,
  needsConfig,
  asksUser: false,
})

const asking = (
  native: string,
  wx: string,
  en: string,
  zh: string,
  fields?: Command['fields'],
): Command => ({
  native,
  wx,
  en,
  zh,
  needsConfig: true,
  asksUser: true,
  ...(fields && { fields }),
})

const images = (facts: CommandFacts): Record<string, unknown> => {
  const { args, isAndroid, given } = facts
  const chosen = Array.isArray(given['localIds']) ? given['localIds'] : null
  // One picture is chosen unless a test sets another count.
  const count = Math.min(countOf(given['count']), countOf(args['count'] ?? 9))
  const localIds = chosen ?? Array.from({ length: count }, () => localId(facts))
  return { localIds: isAndroid ? JSON.stringify(localIds) : localIds, sourceType: 'album' }
}

const scanned = ({ args, isIos, given }: CommandFacts): Record<string, unknown> => {
  const result = text(given['resultStr'], 'https://example.com/simulated-scan')
  if (Number(args['needResult']) !== 1) return {}
  return { resultStr: isIos ? JSON.stringify({ scan_code: { scan_result: result } }) : result }
}

const network = ({ given }: CommandFacts): string => {
  const type = text(given['networkType'], 'wifi')
  return `network_type:${type === 'wifi' ? 'wifi' : type === 'none' ? 'fail' : 'wwan'}`
}

/** What the WeChat client can do for a page, by the names of the bridge. */
export const COMMANDS: readonly Command[] = [
  {
    ...quiet('getNetworkType', 'tells the kind of network', '读取网络类型', false),
    message: network,
    fields: ({ given }) => {
      const type = text(given['networkType'], 'wifi')
      return ['wifi', 'none'].includes(type) ? {} : { subtype: type }
    },
  },
  quiet('closeWindow', 'closes the page', '关闭页面', false),
  quiet('hideOptionMenu', 'hides the menu at the upper right', '隐藏右上角菜单', false),
  quiet('showOptionMenu', 'shows the menu at the upper right', '显示右上角菜单', false),
  quiet('hideToolbar', 'hides the bar at the bottom', '隐藏底部工具栏', false),
  quiet('showToolbar', 'shows the bar at the bottom', '显示底部工具栏', false),
  quiet('hideMenuItems', 'hides entries of the menu', '隐藏菜单项'),
  quiet('showMenuItems', 'shows entries of the menu', '显示菜单项'),
  quiet('hideAllNonBaseMenuItem', 'hides all entries but the basic ones', '隐藏所有非基础菜单项'),
  quiet('showAllNonBaseMenuItem', 'shows all entries', '显示所有菜单项'),
  quiet('updateAppMessageShareData', 'sets what is shared with a friend', '设置分享给朋友的内容'),
  quiet('updateTimelineShareData', 'sets what is shared in Moments', '设置分享到朋友圈的内容'),
  asking('shareTimeline', 'onMenuShareTimeline', 'shares in Moments', '分享到朋友圈'),
  asking('sendAppMessage', 'onMenuShareAppMessage', 'shares with a friend', '分享给朋友'),
  asking('shareQQ', 'onMenuShareQQ', 'shares on QQ', '分享到 QQ'),
  asking('shareWeiboApp', 'onMenuShareWeibo', 'shares on Weibo', '分享到微博'),
  asking('shareQZone', 'onMenuShareQZone', 'shares on QZone', '分享到 QQ 空间'),
  asking('chooseImage', 'chooseImage', 'chooses pictures', '选择图片', images),
  quiet('imagePreview', 'shows pictures in full size', '预览图片'),
  {
    ...quiet('uploadImage', 'uploads a picture to WeChat', '上传图片到微信'),
    fields: ({ random }) => ({ serverId: random.word(64) }),
  },
  {
    ...quiet('downloadImage', 'fetches a picture from WeChat', '从微信下载图片'),
    fields: (facts) => ({ localId: localId(facts) }),
  },
  {
    ...quiet('getLocalImgData', 'reads a chosen picture', '读取本地图片数据'),
    // Reported: an Android phone answers with the base64 alone.
    fields: ({ isAndroid }) => ({
      localData: isAndroid ? PIXEL : `data:image/png;base64,${PIXEL}`,
    }),
  },
  asking('startRecord', 'startRecord', 'records with the microphone', '开始录音'),
  {
    ...quiet('stopRecord', 'ends the recording', '停止录音'),
    fields: (facts) => ({ localId: localId(facts) }),
  },
  quiet('playVoice', 'plays a recording', '播放语音'),
  quiet('pauseVoice', 'pauses a recording', '暂停语音'),
  quiet('stopVoice', 'stops a recording', '停止播放'),
  {
    ...quiet('uploadVoice', 'uploads a recording to WeChat', '上传语音到微信'),
    fields: ({ random }) => ({ serverId: random.word(64) }),
  },
  {
    ...quiet('downloadVoice', 'fetches a recording from WeChat', '从微信下载语音'),
    fields: (facts) => ({ localId: localId(facts) }),
  },
  {
    ...quiet('translateVoice', 'turns speech into text', '语音识别'),
    fields: ({ given }) => ({ translateResult: text(given['translateResult'], '一杯明前龙井。') }),
  },
  quiet('openLocation', 'shows a place on a map', '在地图上查看位置'),
  asking('geoLocation', 'getLocation', 'tells where the user is', '获取地理位置', () => ({
    latitude: 30.2417,
    longitude: 120.1513,
    speed: 0,
    accuracy: 30,
  })),
  asking('scanQRCode', 'scanQRCode', 'scans a code', '扫一扫', scanned),
  asking('editAddress', 'openAddress', 'chooses an address', '选择收货地址', () => ({
    userName: '小明',
    telNumber: '13800000000',
    addressPostalCode: '310007',
    proviceFirstStageName: '浙江省',
    addressCitySecondStageName: '杭州市',
    addressCountiesThirdStageName: '西湖区',
    addressDetailInfo: '龙井路 1 号',
    nationalCode: '330106',
  })),
  asking(
    'getRecevieBizHongBaoRequest',
    'openEnterpriseRedPacket',
    'opens a red packet',
    '打开企业红包',
  ),
  quiet('openProductViewWithPid', 'shows a product of a WeChat shop', '打开微信小店商品'),
  asking('batchAddCard', 'addCard', 'takes coupons', '领取卡券', ({ args }) => ({
    card_list: JSON.stringify(
      (Array.isArray(args['card_list']) ? args['card_list'] : []).map((card: unknown) => ({
        ...(typeof card === 'object' && card),
        is_succ: true,
      })),
    ),
  })),
  asking('chooseCard', 'chooseCard', 'chooses a coupon', '选择卡券', ({ args, random }) => ({
    choose_card_info: JSON.stringify([
      { card_id: text(args['card_id'], 'pSimulatedCard'), encrypt_code: random.word(32) },
    ]),
  })),
  quiet('batchViewCard', 'shows coupons', '查看卡券'),
  quiet('consumedShareCard', 'uses a coupon and shares it', '核销后再次赠送卡券'),
  asking('startMonitoringBeacons', 'startSearchBeacons', 'looks for beacons', '搜索周边 iBeacon'),
  quiet('stopMonitoringBeacons', 'stops looking for beacons', '停止搜索 iBeacon'),
  asking('openEnterpriseChat', 'openEnterpriseChat', 'opens a chat in WeCom', '打开企业微信会话'),
  asking('launchMiniProgram', 'launchMiniProgram', 'opens a mini program', '打开小程序'),
  asking(
    'openBusinessView',
    'openBusinessView',
    'opens a view of a WeChat business',
    '打开微信业务页',
    ({ isAndroid }) => ({
      extraData: isAndroid ? '{}' : {},
    }),
  ),
]

/** Commands that the bridge answers by asking the server for something else than this table. */
const OTHERS = ['preVerifyJSAPI', 'checkJsApi', 'getBrandWCPayRequest']

export const findCommand = (native: string): Command | undefined =>
  COMMANDS.find((one) => one.native === native)

export const isKnownCommand = (native: string): boolean =>
  OTHERS.includes(native) || findCommand(native) !== undefined
