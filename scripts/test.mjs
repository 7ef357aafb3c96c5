// npm test: sets up what is missing, checks types, and runs all tests, the last of them in a real browser.
// npm test -- PATH … runs some of them.
import { needBrowser } from './browser.mjs'
import { become, run, say } from './command.mjs'
import { environment, inRoot, node24, nodeOptions } from './paths.mjs'
import { buildPage, installPackages } from './setup.mjs'

installPackages()
const browser = needBrowser()
if (!browser) process.exit(1)
say('Checking types …')
if (!run(node24(), [inRoot('node_modules/typescript/bin/tsc')], { show: true }).ok) process.exit(1)
buildPage()
const { code } = await become(node24(), [...nodeOptions, inRoot('node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)], { cwd: inRoot(), env: environment({ CHROME_PATH: browser }) })
process.exit(code)
