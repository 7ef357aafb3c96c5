import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../store/testStore.ts'
import { createHost } from './host.ts'
import { forkTestKernel } from './runs/testKernelEntry.ts'

const open = () => {
  const drivers = [{ name: 'radeon', manifest: '/d/radeon_icd.json' }, { name: 'nvidia', manifest: '/d/broken.json' }]
  const host = createHost({ home: temporaryFolder(), spawnKernel: forkTestKernel({ drivers }) })
  onTestFinished(() => host.close())
  return host
}

it('each Vulkan driver is tried alone, and the one that is chosen is told', async () => {
  const host = open()
  const chosen = async () => (await host.request('app.drivers', null)).map(({ name, available, chosen }) => [name, available, chosen])
  expect(await chosen()).toEqual([['radeon', true, false], ['nvidia', false, false]])
  expect(await host.request('app.chooseDriver', { driver: 'radeon' })).toEqual({ manifest: '/d/radeon_icd.json' })
  expect(await chosen()).toEqual([['radeon', true, true], ['nvidia', false, false]])
  expect(await host.request('app.chooseDriver', { driver: null })).toEqual({ manifest: null })
  expect(await chosen()).toEqual([['radeon', true, false], ['nvidia', false, false]])
})

it.each([
  ['intel', 'There is no Vulkan driver "intel" here; there are radeon, nvidia.'],
  ['/etc/passwd', 'There is no Vulkan driver "/etc/passwd" here; there are radeon, nvidia.'],
  ['/d/broken.json', 'WebGPU does not work with the Vulkan driver "/d/broken.json": no adapter. The choice is as it was.'],
])('%s is not chosen, and the choice stays', async (driver, sentence) => {
  const host = open()
  await host.request('app.chooseDriver', { driver: 'radeon' })
  await expect(host.request('app.chooseDriver', { driver })).rejects.toThrow(sentence)
  expect((await host.request('app.drivers', null)).find(({ chosen }) => chosen)?.name).toBe('radeon')
})
