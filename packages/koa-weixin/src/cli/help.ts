import type { Language } from './arguments.ts'

const HELP: Record<Language, string> = {
  en: `koa-weixin: looks at an app's WeChat configuration, and explains errors.

Usage
  koa-weixin doctor [options]     check keys, certificates, addresses, tokens, cache and the notify address
  koa-weixin explain CODE         what an error code means and what to do: not-recorded, 40164, SIGN_ERROR

Options of doctor
  -c, --config FILE       exports the options of createWeixin, or what it returned, as default, options or weixin;
                          default: weixin.config.mjs, .js, .ts or .mts in this folder, else WEIXIN_* variables
      --env-file FILE     a .env file, as "weixin-simulator --env" prints it
      --verify-file FILE  MP_verify_….txt of the console, by path or name; may be repeated
      --skip CHECK        leave a check out; may be repeated
      --offline           send nothing
      --launch            go through WeChat Pay's integration check-list too

Options of all
      --lang zh|en        default: from LC_ALL, LC_MESSAGES or LANG
      --json              print one JSON document and nothing else
  -h, --help   -v, --version

No check costs money, or leaves anything behind at WeChat.
Exit codes: 0 nothing failed, 1 something failed, 2 the command line is wrong. NO_COLOR switches colours off.
`,
  zh: `koa-weixin：检查应用的微信配置，解释错误码。

用法
  koa-weixin doctor [选项]        检查密钥、证书、地址、token、缓存和支付通知地址
  koa-weixin explain 错误码       说明含义与处理办法：not-recorded、40164、SIGN_ERROR

doctor 的选项
  -c, --config 文件       以 default、options 或 weixin 导出 createWeixin 的选项或返回值；
                          默认依次查找当前目录的 weixin.config.mjs、.js、.ts、.mts，再读取环境变量 WEIXIN_*
      --env-file 文件     .env 文件，变量名与 weixin-simulator --env 的输出一致
      --verify-file 文件  后台下载的 MP_verify_….txt，可写路径或文件名，可重复
      --skip 检查项       跳过某项检查，可重复
      --offline           不发送任何请求
      --launch            同时逐项核对微信支付接入验收清单

通用选项
      --lang zh|en        默认取自 LC_ALL、LC_MESSAGES 或 LANG
      --json              只输出一份 JSON
  -h, --help   -v, --version

所有检查都不产生费用，也不会在微信侧留下任何数据。
退出码：0 没有失败项，1 有失败项，2 命令行有误。设置 NO_COLOR 可关闭颜色。
`,
}

/** What `--help` prints. */
export function help(language: Language): string {
  return HELP[language]
}
