import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InputError, messageOf } from '../../protocol/errors.ts'

/** One version of a package of a NuGet feed. */
export interface NugetPackage {
  /** Address of the feed's service index. */
  feed: string
  name: string
  version: string
}

/** Where its archive is, and what the feed's catalogue says of it. */
export interface NugetArchive {
  address: string
  /** Base64. */
  sha512: string
  bytes: number
}

/**
 * Finds a package (NuGet server API v3).
 * @throws InputError when the feed cannot be reached, or has no such package or no SHA-512 of it
 */
export const findNuget = async ({ feed, name, version }: NugetPackage): Promise<NugetArchive> => {
  const { resources } = await getJson<{ resources: { '@id': string; '@type': string }[] }>(feed)
  const baseOf = (type: RegExp): string => {
    const found = resources.find((resource) => type.test(resource['@type']))
    if (!found) throw new InputError(`${feed} is not the index of a NuGet feed.`)
    return found['@id'].replace(/\/?$/, '/')
  }
  const id = name.toLowerCase()
  const { catalogEntry } = await getJson<{ catalogEntry: string }>(`${baseOf(/^RegistrationsBaseUrl\/3\.6\.0$/)}${id}/${version}.json`)
  const { packageHash, packageHashAlgorithm, packageSize } = await getJson<{ packageHash?: string; packageHashAlgorithm?: string; packageSize: number }>(catalogEntry)
  if (!packageHash || packageHashAlgorithm !== 'SHA512') throw new InputError(`The NuGet feed gives no SHA-512 of ${name} ${version}, so what it sends could not be checked; nothing was installed.`)
  return { address: `${baseOf(/^PackageBaseAddress\/3\.0\.0$/)}${id}/${version}/${id}.${version}.nupkg`, sha512: packageHash, bytes: packageSize }
}

/**
 * Fetches an archive into a file.
 * @throws InputError when it does not come, or is not the one that the catalogue names
 */
export const fetchNuget = async ({ address, sha512 }: NugetArchive, file: string): Promise<void> => {
  const hash = createHash('sha512')
  const { body } = await get(address)
  const hashed = new Transform({ transform: (piece: Buffer, _, done) => { hash.update(piece); done(null, piece) } })
  await pipeline(body!, hashed, createWriteStream(file)).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code?.startsWith('E')) throw error
    throw new InputError(`${address} broke off (${messageOf(error)}); run the command again.`)
  })
  const found = hash.digest('base64')
  if (found !== sha512) throw new InputError(`${address} gave another archive than the feed's catalogue names (SHA-512 ${found.slice(0, 12)}… in place of ${sha512.slice(0, 12)}…); nothing was installed. Run the command again, on another network if that repeats.`)
}

const getJson = async <T>(address: string): Promise<T> => {
  const response = await get(address)
  return (await response.json().catch(() => {
    throw new InputError(`${address} gave no JSON; a network that asks for a login gives its own page.`)
  })) as T
}

const get = async (address: string): Promise<Response> => {
  const response = await fetch(address).catch((error: unknown) => {
    throw new InputError(`${new URL(address).host} could not be reached (${messageOf((error as Error).cause ?? error)}); connect to the internet, and run the command again.`)
  })
  if (!response.ok) throw new InputError(`${address} answered ${response.status} ${response.statusText}; nothing was installed.`)
  return response
}
