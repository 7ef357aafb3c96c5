import { expect, it } from 'vitest'
import { percent } from './percent.ts'

it.each([[0, '0 %'], [1, '100 %'], [0.51, '51.0 %'], [0.0123, '1.23 %'], [1e-6, '< 0.1 %'], [0.99999, '> 99.9 %']])('%s is %s', (share, text) => expect(percent(share)).toBe(text))
