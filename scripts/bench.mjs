// npm run bench: speed of the training step, beside PyTorch where it is installed.
import { become, program } from './command.mjs'
import { installPackages } from './setup.mjs'

installPackages()
process.exit((await become(...program('bench/index.ts', process.argv.slice(2)))).code)
