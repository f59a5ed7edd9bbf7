// `prepublishOnly`: npm would publish ./src and `workspace:*` as they stand; pnpm applies `publishConfig`.
if (!(process.env['npm_config_user_agent'] ?? '').startsWith('pnpm/')) {
  console.error('Publish with pnpm: `pnpm publish`. npm ignores publishConfig.exports.')
  process.exit(1)
}
