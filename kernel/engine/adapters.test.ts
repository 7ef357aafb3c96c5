import { describe, expect, test } from 'vitest'
import { macAdapters, nvidiaVersion, windowsAdapters } from './adapters.ts'

describe('graphics cards, as systems name them', () => {
  test('Windows: one card, or several', () => {
    expect(windowsAdapters('{"Name":"Intel(R) UHD Graphics 630","DriverVersion":"31.0.101.2111"}')).toEqual([{ name: 'Intel(R) UHD Graphics 630', driver: '31.0.101.2111' }])
    expect(windowsAdapters('[{"Name":"A","DriverVersion":"1"},{"Name":"B","DriverVersion":null}]').map(({ name }) => name)).toEqual(['A', 'B'])
  })

  test('macOS', () => {
    expect(macAdapters('{"SPDisplaysDataType":[{"_name":"kHW_AppleM2Item","sppci_model":"Apple M2"}]}', '23.1.0')).toEqual([{ name: 'Apple M2', driver: 'Darwin 23.1.0' }])
  })

  test('NVIDIA on Linux, closed and open kernel modules', () => {
    expect(nvidiaVersion('NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5')).toBe('550.54.15')
    expect(nvidiaVersion('NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release Build')).toBe('570.86.10')
    expect(nvidiaVersion('')).toBeNull()
  })
})
