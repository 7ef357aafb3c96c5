// npm run bench:app: the budgets of the page, measured in a real browser.
import { needBrowser } from './browser.mjs'
import { become, program } from './command.mjs'
import { environment } from './paths.mjs'
import { buildPage, installPackages } from './setup.mjs'

installPackages()
buildPage()
const browser = needBrowser()
if (browser === null) process.exit(1)
process.exit((await become(...program('bench/app/index.ts', process.argv.slice(2)), { env: environment({ CHROME_PATH: browser }) })).code)
