// npm run screenshots: every main view, light and dark, into docs/screenshots. A small study is trained for them; --home DIR takes the runs of that home instead.
import { needBrowser } from './browser.mjs'
import { become, program } from './command.mjs'
import { environment } from './paths.mjs'
import { buildPage, installPackages } from './setup.mjs'

installPackages()
buildPage()
const browser = needBrowser()
if (browser === null) process.exit(1)
process.exit((await become(...program('tests/end-to-end/screenshots.ts', process.argv.slice(2)), { env: environment({ CHROME_PATH: browser }) })).code)
