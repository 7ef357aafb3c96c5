import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../store/testStore.ts'
import { cudaLibraries, setUpCuda, type CudaLibraries } from './cuda.ts'

const inPackage = 'runtimes/linux-x64/native/libonnxruntime_providers_cuda.so'
const library = Buffer.from('a library '.repeat(1000))

/** A zip archive of one deflated and one stored file, as APPNOTE says. */
const zip = (files: readonly { name: string; bytes: Buffer; deflated: boolean }[]): Buffer => {
  const parts: Buffer[] = [], directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, deflated } of files) {
    const packed = deflated ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(deflated ? 8 : 0, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const own = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)]))
    parts.push(own)
    at += own.length
  }
  const all = Buffer.concat(directory), end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt32LE(all.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, all, end])
}

const archive = zip([{ name: 'readme.txt', bytes: Buffer.from('stored'), deflated: false }, { name: inPackage, bytes: library, deflated: true }])
const sha512 = (bytes: Buffer): string => createHash('sha512').update(bytes).digest('base64')

/** A NuGet feed on loopback with one package. */
const feed = async ({ hash = sha512(archive), size = archive.length, missing = false }: { hash?: string; size?: number; missing?: boolean } = {}): Promise<string> => {
  const server = createServer(({ url }, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const answers: Record<string, object | Buffer> = {
      '/index.json': { resources: [{ '@id': `${base}/flat/`, '@type': 'PackageBaseAddress/3.0.0' }, { '@id': `${base}/registration`, '@type': 'RegistrationsBaseUrl/3.6.0' }] },
      ...(missing ? {} : { '/registration/some.gpu/1.2.3.json': { catalogEntry: `${base}/catalog.json` } }),
      '/catalog.json': { packageHash: hash, packageHashAlgorithm: 'SHA512', packageSize: size },
      '/flat/some.gpu/1.2.3/some.gpu.1.2.3.nupkg': archive,
    }
    const answer = answers[url!]
    response.statusCode = answer ? 200 : 404
    response.end(answer instanceof Buffer ? answer : JSON.stringify(answer ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.json`
}

const at = (address: string, file = inPackage): CudaLibraries => {
  const folder = path.join(temporaryFolder(), 'bin')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'cuda.so'), 'an earlier one')
  return { package: { feed: address, name: 'Some.Gpu', version: '1.2.3' }, folder, files: [{ name: 'cuda.so', inPackage: file }] }
}

const setUp = (libraries: CudaLibraries | null, free = 1e12): Promise<string> => setUpCuda({ libraries, free: () => free, say: () => {} })

test('the library of the package lies in its place, and nothing else', async () => {
  const libraries = at(await feed())
  expect(await setUp(libraries)).toBe('1.2.3')
  expect(readdirSync(libraries.folder)).toEqual(['cuda.so'])
  expect(readFileSync(path.join(libraries.folder, 'cuda.so')).equals(library)).toBe(true)
})

test.each([
  { name: 'an archive that was changed on its way', of: async () => at(await feed({ hash: sha512(Buffer.from('other')) })), says: /gave another archive than the feed's catalogue names \(SHA-512 .*nothing was installed/ },
  { name: 'a feed that knows no hash', of: async () => at(await feed({ hash: '' })), says: /^The NuGet feed gives no SHA-512 of Some\.Gpu 1\.2\.3/ },
  { name: 'a feed without the package', of: async () => at(await feed({ missing: true })), says: /1\.2\.3\.json answered 404/ },
  { name: 'a package without the library', of: async () => at(await feed(), 'runtimes/other.so'), says: /^Some\.Gpu 1\.2\.3 has no runtimes\/other\.so/ },
  { name: 'no network', of: async () => at('http://127.0.0.1:1/index.json'), says: /^127\.0\.0\.1:1 could not be reached \(.*connect to the internet/ },
])('$name: one sentence, the earlier one kept, nothing left over', async ({ of, says }) => {
  const libraries = await of()
  await expect(setUp(libraries)).rejects.toThrow(says)
  expect(readdirSync(libraries.folder)).toEqual(['cuda.so'])
  expect(readFileSync(path.join(libraries.folder, 'cuda.so'), 'utf8')).toBe('an earlier one')
})

test('a disk without room is told of before anything is fetched', async () => {
  await expect(setUp(at(await feed({ size: 3e8 })), 2e8)).rejects.toThrow(/^300 MB are needed in .* and 200 MB are free; make room/)
})

test('where ONNX Runtime has none, that is said', async () => {
  await expect(setUp(null)).rejects.toThrow(/^ONNX Runtime has CUDA for Node on Linux x64 only/)
  for (const [platform, arch] of [['linux', 'arm64'], ['win32', 'x64'], ['darwin', 'arm64']]) expect(cudaLibraries(platform, arch)).toBeNull()
})

test('what is fetched for Linux x64 is what onnxruntime-node\'s own table names, beside its own library', () => {
  const { package: { name, version }, folder, files } = cudaLibraries('linux', 'x64')!
  expect([name, files.map(({ name }) => name)]).toEqual(['Microsoft.ML.OnnxRuntime.Gpu.Linux', ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so']])
  expect(version).toBe((JSON.parse(readFileSync(path.join(folder, '..', '..', '..', '..', 'package.json'), 'utf8')) as { version: string }).version)
  expect(existsSync(path.join(folder, 'libonnxruntime.so.1'))).toBe(true)
})
