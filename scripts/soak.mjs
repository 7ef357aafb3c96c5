// npm run soak: memory over many steps.
import { become, program } from './command.mjs'
import { installPackages } from './setup.mjs'

installPackages()
const [node, args] = program('bench/soak/index.ts', process.argv.slice(2))
process.exit((await become(node, args)).code)
