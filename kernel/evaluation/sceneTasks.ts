import { InputError } from '../../protocol/errors.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import { captionsOf } from '../data/shapes/caption.ts'
import { splitCombinations } from '../data/shapes/heldOut.ts'
import { sceneOfPrompt } from '../data/shapes/prompt.ts'
import { drawCombinations, drawScene } from '../data/shapes/scene.ts'
import { allCombinations, type Combination } from '../data/shapes/vocabulary.ts'
import { drawImages } from '../generation/drawImages.ts'
import { Random } from '../random/stream.ts'
import type { Measuring } from './measuring.ts'
import { checkScene } from './sceneChecker.ts'
import { matchesPrompt, type Verdict } from './sceneCheckerVerdict.ts'

/** One of GenEval's six tasks (Ghosh, Hajishirzi & Schmidt 2023: single object, two object, counting, colors, position, attribute binding) on scenes. */
interface SceneTask {
  /** Objects in a prompt: the smallest and the largest number. */
  objects: readonly [number, number]
  /** Which captions of a scene ask for it. */
  asks: RegExp
  spatial?: boolean
  /** Which combinations of objects will do; all where left out. */
  takes?: (combinations: readonly Combination[]) => boolean
  right(verdict: Verdict): boolean
}

const different = (words: readonly string[]): boolean => new Set(words).size === words.length

/**
 * The six tasks. Captions of `shapes` always name colours, so each task judges its own part of what the prompt asks:
 * - single: one object, of the right shape · two: two objects, of the right shapes
 * - counting: as many objects · colours: one object, of the right colour
 * - position: the right objects, in the right relation · binding: two shapes in two colours, each in its own
 */
export const sceneTasks = {
  single: { objects: [1, 1], asks: /^a (large |small )?\w+ \w+$/, right: ({ count, shapes }) => count && shapes },
  two: { objects: [2, 2], asks: / and /, takes: (objects) => different(objects.map(({ shape }) => shape)), right: ({ count, shapes }) => count && shapes },
  counting: { objects: [2, 3], asks: /^(two|three) objects/, right: ({ count }) => count },
  colours: { objects: [1, 1], asks: /(that is|in) \w+$/, right: ({ count, colours }) => count && colours },
  position: { objects: [2, 2], asks: /left of|right of|above|below/, spatial: true, right: ({ relations }) => relations === true },
  binding: {
    objects: [2, 2], asks: / and /, takes: (objects) => different(objects.map(({ shape }) => shape)) && different(objects.map(({ colour }) => colour)),
    right: ({ pairs }) => pairs,
  },
} as const satisfies Record<string, SceneTask>

export type SceneTaskName = keyof typeof sceneTasks
export const sceneTaskNames = Object.keys(sceneTasks) as SceneTaskName[]

/** The tasks that a run can be asked for: those whose number of objects and words about places it was trained on. */
export const tasksOf = ({ maxObjects, positions }: { maxObjects: number; positions: number }): SceneTaskName[] =>
  sceneTaskNames.filter((name) => {
    const { objects: [least], spatial }: SceneTask = sceneTasks[name]
    return least <= maxObjects && (!spatial || positions > 0)
  })

/** `count` prompts of a task, the same for every run: scenes with a combination that training never saw, in the captions' own grammar. */
export const taskPrompts = (name: SceneTaskName, count: number, { heldOut, maxObjects }: { heldOut: number; maxObjects: number }): string[] => {
  const { objects: [least, most], asks, spatial = false, takes = () => true }: SceneTask = sceneTasks[name]
  const held = splitCombinations(heldOut).heldOut
  const prompts: string[] = []
  for (let attempt = 0; prompts.length < count; attempt++) {
    const random = new Random({ seed: heldOutSeed, stream: 'evaluation', step: attempt, index: 2 + sceneTaskNames.indexOf(name) })
    const size = least + random.integer(Math.min(most, maxObjects) - least + 1)
    const combinations = drawCombinations(size, held, allCombinations, random)
    if (!takes(combinations)) continue
    const fitting = captionsOf(drawScene(combinations, 1, random), spatial, random.uniform() < 0.5).filter((caption) => asks.test(caption))
    if (fitting.length > 0) prompts.push(random.pick(fitting))
  }
  return prompts
}

/** Share right of each task that the run was trained for, and their mean. @throws InputError for other data than shapes */
export const measureSceneTasks = async ({ model, request, onShare }: Measuring): Promise<Record<string, number>> => {
  const { data, sample } = model.config
  if (data.name !== 'shapes') throw new InputError(`The scene tasks need a run on the shapes dataset; this one was trained on "${data.name}".`)
  const names = tasksOf(data)
  const shares: Record<string, number> = {}
  for (const [i, name] of names.entries()) {
    const prompts = taskPrompts(name, request.count, data)
    const drawn = await drawImages(model, prompts, { ...sample, seed: request.seed, onProgress: (done, total) => onShare((i + done / total) / names.length) })
    const right = drawn.filter((picture, k) => sceneTasks[name].right(matchesPrompt(checkScene(picture), sceneOfPrompt(prompts[k]!)!)))
    shares[`measure.scenes.${name}`] = right.length / request.count
  }
  return { 'measure.scenes': Object.values(shares).reduce((sum, value) => sum + value, 0) / names.length, ...shares }
}
