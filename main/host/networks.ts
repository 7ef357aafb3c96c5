import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { networkNames, networks, type NetworkName } from '../../protocol/networks.ts'
import { networksFolder } from './home.ts'

/** The measurements that need a network of the user's, with the files that a home still lacks. */
export const networksIn = (home: string): { name: NetworkName; missing: string[] }[] =>
  networkNames.map((name) => ({ name, missing: networks[name].files.filter((file) => !existsSync(join(networksFolder(home), file))) }))
