import { expect, test } from 'vitest'
import { drawEdit, type Edit } from '../data/shapes/edit.ts'
import { renderScene } from '../data/shapes/render.ts'
import { Random } from '../random/stream.ts'
import { judgeEdit } from './editVerdict.ts'
import { checkScene } from './sceneChecker.ts'

const edits = (maxObjects: number, size: number, jitter: number, count = 60): { edit: Edit; of: (scene: Edit['source']) => ReturnType<typeof judgeEdit> }[] =>
  Array.from({ length: count }, (_, step) => {
    const edit = drawEdit({ maxObjects, jitter, heldOut: 0.1 }, true, new Random({ seed: 3, stream: 'content', step }))
    return { edit, of: (scene) => judgeEdit(edit, checkScene(renderScene(scene, size))) }
  })

test.each([[1, 24, 0], [3, 64, 1]])('%i objects at %i pixels: the edited scene itself is judged right, the unedited one is not', (maxObjects, size, jitter) => {
  const judged = edits(maxObjects, size, jitter)
  const right = judged.filter(({ edit, of }) => of(edit.target).applied && of(edit.target).kept).length
  expect(right / judged.length).toBeGreaterThan(0.9)
  for (const { edit, of } of judged) expect(of(edit.source).applied, edit.instruction).toBe(false)
})

test('another object that changed too is seen as not kept, and nothing at all as neither', () => {
  for (const { edit, of } of edits(1, 24, 0)) {
    const [object] = edit.target.objects as [Edit['target']['objects'][number]]
    if (edit.kind !== 'recolour') continue
    const other = object.shape === 'square' ? 'circle' : 'square'
    expect(of({ objects: [{ ...object, shape: other }] })).toEqual({ applied: true, kept: false })
    expect(of({ objects: [] })).toEqual({ applied: false, kept: false })
  }
})
