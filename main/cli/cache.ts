import { clearLatentCache, listLatentCache, type CachedLatents } from '../host/latentCache.ts'
import { latentCacheFolder } from '../host/home.ts'
import { lockHolder } from '../host/hostLock.ts'
import { InputError } from '../../protocol/errors.ts'
import { refuseMorePositionals, type Command } from './command.ts'
import { table } from './format.ts'

const sizeText = (bytes: number): string => (bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`)

/** `lab cache`: the latents that runs share. */
export const cache: Command = {
  name: 'cache',
  usage: '[--clear]',
  summary: 'List the latents that are kept so that runs on the same pictures and autoencoder share them; --clear removes them.',
  options: { clear: { help: 'remove them; runs that need them compute them again' } },
  run: async (input, { home, output }) => {
    refuseMorePositionals(input, 0)
    const clears = input.has('clear')
    const holder = lockHolder(home)
    if (clears && holder !== null) throw new InputError(`${home} is open in process ${holder}, where a run may be reading its latents; close it, then clear the cache.`)
    const files = (clears ? clearLatentCache : listLatentCache)(home)
    for (const { holds, ...file } of files) output.emit({ event: 'cache', ...file, ...(typeof holds === 'string' ? { trouble: holds } : holds), removed: clears })
    const total = sizeText(files.reduce((sum, { bytes }) => sum + bytes, 0))
    if (files.length === 0) output.say(`There is nothing in ${latentCacheFolder(home)}; a run on latents of a folder of pictures puts them there.`)
    else if (clears) output.say(`${files.length} ${files.length === 1 ? 'file was' : 'files were'} removed: ${total}.`)
    else output.say(`${table(['size', 'pictures', 'of', 'record', 'dataset', 'encoder', 'written'], files.map(rowOf))}\n\n${total} in ${latentCacheFolder(home)}; "lab cache --clear" removes it.`)
    return 0
  },
}

const rowOf = ({ bytes, written, holds }: CachedLatents): string[] => {
  const when = new Date(written).toISOString().slice(0, 16).replace('T', ' ')
  if (typeof holds === 'string') return [sizeText(bytes), '', '', holds, '', '', when]
  const { picture, shape, dataset, encoder, count } = holds
  return [sizeText(bytes), String(count), picture.join(' × '), `${holds.holds} ${shape.join(' × ')}`, dataset.slice(0, 12), encoder.slice(0, 12), when]
}
