import vm from 'node:vm'
import { describe, expect, test } from 'vitest'
import { CellSyntaxError } from './program.ts'
import { transformCell } from './transform.ts'

const context = () => {
  const globals = vm.createContext({ lab: {} })
  return async (source: string): Promise<unknown> => {
    const { code, names } = transformCell(source)
    for (const name of names) if (!(name in globals)) globals[name] = undefined
    const result = (await vm.runInContext(code, globals)()) as { value: unknown } | undefined
    return result?.value
  }
}

describe('transformCell', () => {
  test('cells share top-level names, and running again replaces them', async () => {
    const run = context()
    await run('const a: number = 1, { b, c: [d] } = { b: 2, c: [3] }\nlet e\nfunction f() { return a + b }\nclass G { static h = d }')
    expect(await run('[a, b, d, e, f(), G.h]')).toEqual([1, 2, 3, undefined, 3, 3])
    await run('const a = 10')
    expect(await run('f()')).toBe(12)
    await run('let n = 0')
    await run('n += 5')
    expect(await run('n')).toBe(5)
  })

  test('the last expression is the value, awaited, whatever stands around it', async () => {
    const run = context()
    expect(await run('1 + 1')).toBe(2)
    expect(await run('(1, 2) // two\n;')).toBe(2)
    expect(await run('await Promise.resolve(3)')).toBe(3)
    expect(await run('Promise.resolve(4);')).toBe(4)
    expect(await run('({ a: 1 })')).toEqual({ a: 1 })
    expect(await run('let x = 1\nx = 2')).toBeUndefined()
    expect(await run('const y = 1')).toBeUndefined()
    expect(await run('')).toBeUndefined()
  })

  test('functions can be called before they are declared; declarations need no semicolons', async () => {
    const run = context()
    expect(await run('const v = g()\nfunction g() { return 7 }\nclass A {}\n[v].length')).toBe(1)
    expect(await run('let q\n[1, 2].length')).toBe(2)
  })

  test('exports are dropped', async () => {
    const run = context()
    expect(await run('export {}\nexport const a = 1\na')).toBe(1)
  })

  test('lines stay where they were', () => {
    const source = 'const {\n  a,\n  b\n} = x\nimport {\n  c\n} from "y"\nexport\nconst d = 1\nlast'
    const { code } = transformCell(source)
    expect(code.split('\n').findIndex((line) => line.includes('last'))).toBe(9)
  })

  test('says what is wrong and on which line', () => {
    const failure = (source: string) => {
      try {
        transformCell(source)
      } catch (error) {
        return error as CellSyntaxError
      }
      throw new Error('accepted')
    }
    expect(failure('\nenum A { x }')).toMatchObject({ line: 2, message: expect.stringContaining('enum') })
    expect(failure('let a = 1\nlet a = 2')).toMatchObject({ line: 2, message: expect.stringContaining('already been declared') })
    expect(failure('const lab = 1').message).toContain('"lab" belongs to the notebook')
    expect(failure('export default 1').message).toContain('remove it')
  })
})
