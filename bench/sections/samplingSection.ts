import { setTimeout } from 'node:timers/promises'
import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { NoReference } from '../pythonProcess.ts'
import { openOurs, type SamplingSide, type Timed } from '../sampling/ours.ts'
import { batch, written } from '../sampling/problem.ts'
import { openReference } from '../sampling/reference.ts'
import { median } from '../statistics.ts'
import type { BenchContext, Section } from './section.ts'

/** Largest difference of a value of a drawing that counts as the same; values are in [−1, 1]. */
const tolerance = 1e-3
const busy = 0.05

interface Task {
  name: string
  unit: string
  /** Pictures or tokens of one call. */
  amount: number
  run: (side: SamplingSide) => Promise<Timed>
}

const tasks: readonly Task[] = [
  { name: 'drawing, 50 steps', unit: 'images/s', amount: batch, run: (side) => side.draw(50) },
  { name: 'drawing, 250 steps', unit: 'images/s', amount: batch, run: (side) => side.draw(250) },
  { name: `writing ${written} tokens after a picture`, unit: 'tokens/s', amount: batch * written, run: (side) => side.write() },
]

/** How fast a trained model answers: images and tokens a second. */
export const samplingSection: Section = {
  name: 'sampling',
  title: 'Sampling',
  about: `The model of the \`nano\` preset (0.97 M parameters, 36 patches an image) draws ${batch} prompts together by DDIM with guidance 3, and writes after ${batch} pictures together, ` +
    'taking the likeliest byte. With keys and values kept, and with every step computed from the whole sequence; PyTorch keeps them too. PyTorch takes the two branches of guidance in one pass, which is its faster way; ours, on lanes, a pass of each in one graph. Sides take turns; a rate is of the median time.',
  standard: false,
  async run({ threads, rounds, python, say }: BenchContext) {
    const before = await otherLoad(2000)
    const reference = await openReference(python, threads).catch((error: unknown) => {
      if (error instanceof NoReference) return error.message
      throw error
    })
    const kept = openOurs(threads, true), anew = openOurs(threads, false)
    const sides: { name: string; side: SamplingSide }[] = [
      { name: 'kept', side: kept }, { name: 'anew', side: anew }, ...(typeof reference === 'string' ? [] : [{ name: 'PyTorch', side: reference }]),
    ]
    try {
      const results = []
      for (const task of tasks) {
        say(`sampling: ${task.name}, compared`)
        // The first call compiles, and is what is compared.
        const [first, ...others] = await inTurn(sides, task.run)
        const apart = others.map(({ result }) => furthest(first!.result, result))
        const times: number[][] = sides.map(() => [])
        for (let round = 0; round < rounds; round++) {
          say(`sampling: ${task.name}, round ${round + 1} of ${rounds}`)
          const timed = await inTurn(sides, task.run)
          timed.forEach(({ seconds }, i) => times[i]!.push(seconds))
        }
        results.push({ ...task, rates: times.map((seconds) => task.amount / median(seconds)), apart, same: apart.every((value) => value <= tolerance) })
      }
      const load = Math.max(before, await otherLoad(2000))
      return {
        tables: [{
          columns: ['', 'keys and values kept', 'computed anew', 'kept / anew', ...(typeof reference === 'string' ? [] : ['PyTorch', 'kept / PyTorch'])],
          rows: results.map(({ name, unit, rates: [ours, without, theirs] }) => [
            name, `${rate(ours!)} ${unit}`, `${rate(without!)} ${unit}`, (ours! / without!).toFixed(1), ...(theirs === undefined ? [] : [`${rate(theirs)} ${unit}`, (ours! / theirs).toFixed(2)]),
          ]),
        }],
        notes: [
          typeof reference === 'string' ? `No PyTorch beside it: ${reference}.` : `PyTorch ${reference.about['pytorch']}.`,
          results.every(({ same }) => same)
            ? `All sides give the same: drawings differ by ${Math.max(...results.flatMap(({ apart }) => apart)).toExponential(1)} at most, every token is the same.`
            : `**Sides do not give the same: ${results.filter(({ same }) => !same).map(({ name, apart }) => `${name} by ${apart.map((value) => value.toExponential(1)).join(', ')}`).join('; ')}.**`,
          ...(load > busy ? [`**Other programs kept ${(100 * load).toFixed(0)} % of the cores busy.**`] : []),
        ],
        data: results.map(({ name, unit, rates, apart }) => ({ name, unit, sides: sides.map((side, i) => ({ side: side.name, rate: rates[i] })), apart })),
        differs: results.some(({ same }) => !same),
      }
    } finally {
      for (const { side } of sides) await side.close()
    }
  },
}

const rate = (value: number): string => value.toPrecision(3)

/** One after the other, each with its threads at rest before it. */
const inTurn = async (sides: readonly { side: SamplingSide }[], run: Task['run']): Promise<Timed[]> => {
  const results: Timed[] = []
  for (const { side } of sides) {
    await setTimeout(300)
    results.push(await run(side))
  }
  return results
}

const furthest = (a: Float32Array, b: Float32Array): number => (a.length === b.length ? a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) : Infinity)
