import { expect, it } from 'vitest'
import { popcount } from './countBits.ts'

it.each([[0, 0], [1, 1], [-1, 32], [0x80000001, 2], [0x0f0f0f0f, 16]])('popcount of %s is %s', (word, ones) => expect(popcount(word)).toBe(ones))
