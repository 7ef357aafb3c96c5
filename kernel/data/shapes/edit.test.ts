import { describe, expect, test } from 'vitest'
import { Random } from '../../random/stream.ts'
import { isText } from '../segments.ts'
import { openShapes } from './dataset.ts'
import { drawEdit, editKinds, type Edit } from './edit.ts'
import { splitCombinations } from './heldOut.ts'
import { renderScene } from './render.ts'
import { isApart, withinMargin, type SceneObject } from './scene.ts'
import { sameCombination } from './vocabulary.ts'

const options = { maxObjects: 3, positions: 0.5, jitter: 1, heldOut: 0.1 }
const edits = (held: boolean): Edit[] => Array.from({ length: 300 }, (_, step) => drawEdit(options, held, new Random({ seed: 1, stream: 'content', step })))
const isHeld = (object: SceneObject): boolean => splitCombinations(0.1).heldOut.some((other) => sameCombination(other, object))

/** Objects of `a` that are not in `b` as they are. */
const changed = (a: Edit['source'], b: Edit['source']): SceneObject[] => a.objects.filter((object) => !b.objects.some((other) => JSON.stringify(other) === JSON.stringify(object)))

describe('edits of scenes', () => {
  test('each kind comes, changes one object in what it says, and leaves the rest', () => {
    const seen = new Set<string>()
    for (const { kind, source, target, instruction } of edits(false)) {
      seen.add(kind)
      const [before] = changed(source, target), [after] = changed(target, source)
      expect(changed(source, target).length).toBe(kind === 'add' ? 0 : 1)
      expect(changed(target, source).length).toBe(kind === 'remove' ? 0 : 1)
      if (kind === 'recolour') expect([instruction, before!.shape]).toEqual([expect.stringMatching(new RegExp(`^make the (\\w+ )?${before!.shape} ${after!.colour}$`)), after!.shape])
      if (kind === 'reshape') expect([instruction, before!.colour]).toEqual([expect.stringMatching(new RegExp(`^turn the (\\w+ )?${before!.shape} into a ${after!.shape}$`)), after!.colour])
      if (kind === 'resize') expect([instruction.split(' ').at(-1), before!.size !== after!.size, Math.sign(after!.radius - before!.radius)]).toEqual([after!.size, true, after!.size === 'large' ? 1 : -1])
      if (kind === 'move') expect(instruction).toMatch(/^move the (\w+ )?\w+ to the (top|bottom|left|right|middle)/)
      if (kind === 'add') expect(instruction).toContain(`add a ${after!.size} ${after!.colour} ${after!.shape} `)
      if (kind === 'remove') expect(instruction).toMatch(new RegExp(`^remove the (${before!.colour} )?${before!.shape}$`))
      for (const { objects } of [source, target]) objects.forEach((object, i) => expect(withinMargin(object) && objects.slice(0, i).every((other) => isApart(object, other))).toBe(true))
    }
    expect([...seen].sort()).toEqual([...editKinds].sort())
  })

  test('what is named is the only one of its name', () => {
    for (const { kind, source, instruction } of edits(false)) {
      const [, colour, shape] = /the (?:(\w+) )?(circle|square|triangle|cross|ring|diamond)\b/.exec(instruction) ?? []
      if (kind !== 'add') expect(source.objects.filter((object) => object.shape === shape && (!colour || object.colour === colour)).length, instruction).toBe(1)
    }
  })

  test('training sees no held-out combination before or after; a held-out edit ends in one', () => {
    for (const { source, target } of edits(false)) expect([...source.objects, ...target.objects].some(isHeld)).toBe(false)
    for (const { target } of edits(true)) expect(target.objects.some(isHeld)).toBe(true)
  })
})

describe('documents of more than one picture', () => {
  test('an edit is a given picture, an instruction and the edited picture', () => {
    const { segments } = openShapes({ ...options, edits: 1 }, 32, 0).document('train', 5)
    expect(segments.map(({ modality }) => modality)).toEqual(['image', 'text', 'image'])
    expect(segments.map((segment) => !isText(segment) && segment.condition)).toEqual([true, false, false])
    const { source, target, instruction } = drawEdit(options, false, new Random({ seed: 0, stream: 'content', step: 5, index: 4 }))
    expect(segments).toMatchObject([{ picture: renderScene(source, 32) }, { text: instruction }, { picture: renderScene(target, 32) }])
  })

  test('a story is two captioned scenes; captioned scenes are those that are there without edits and stories', () => {
    const plain = openShapes(options, 32, 0), mixed = openShapes({ ...options, edits: 0.3, stories: 0.3 }, 32, 0)
    const forms = new Map<string, number>()
    for (let index = 0; index < 60; index++) {
      const document = mixed.document('train', index)
      const form = document.segments.map(({ modality }) => modality[0]).join('')
      forms.set(form, (forms.get(form) ?? 0) + 1)
      if (form === 'ti') expect(document).toEqual(plain.document('train', index))
    }
    expect([...forms.keys()].sort()).toEqual(['iti', 'ti', 'titi'])
    expect(mixed.sha256).not.toBe(plain.sha256)
  })
})
