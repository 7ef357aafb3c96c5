// npm run build: what Electron runs. npm run package: an installer of it.
import { run, say } from './command.mjs'
import { inRoot, node24 } from './paths.mjs'
import { buildDesktop, installPackages } from './setup.mjs'

installPackages()
buildDesktop()
if (process.argv[2] === 'package') {
  const { ok, reason } = run(node24(), [inRoot('node_modules/electron-builder/cli.js'), ...process.argv.slice(3)], { show: true })
  if (!ok) {
    say(`The installer could not be made (${reason}).`)
    process.exit(1)
  }
}
