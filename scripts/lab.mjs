// npm run -s lab -- COMMAND: the command line, with Node 24.
import { become, program } from './command.mjs'
import { buildPage, installPackages } from './setup.mjs'

const args = process.argv.slice(2)
installPackages()
if (args[0] === 'serve') buildPage()
process.exit((await become(...program('main/cli.ts', args))).code)
