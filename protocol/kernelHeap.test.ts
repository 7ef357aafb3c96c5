import { expect, test } from 'vitest'
import { hasKernelHeap, kernelHeap } from './kernelHeap.ts'

test('a process that is started with the kernel\'s heap knows it; settings of the user\'s own stay', () => {
  expect(hasKernelHeap({})).toBe(false)
  expect(hasKernelHeap(kernelHeap({}, 'linux'))).toBe(true)
  const both = kernelHeap({ GLIBC_TUNABLES: 'glibc.malloc.check=1' }, 'linux')
  expect(both['GLIBC_TUNABLES']).toMatch(/^glibc\.malloc\.check=1:/)
  expect(hasKernelHeap(both)).toBe(true)
})

test('elsewhere nothing is set', () => {
  expect(kernelHeap({}, 'darwin')).toEqual({})
  expect(kernelHeap({}, 'win32')).toEqual({})
})
