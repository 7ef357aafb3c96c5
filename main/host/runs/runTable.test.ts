import { expect, it } from 'vitest'
import { exampleRun, temporaryStore } from '../../store/testStore.ts'
import { findRun } from './findRun.ts'
import { createRunTableService } from './runTable.ts'

const start = () => {
  const { store } = temporaryStore()
  const told: string[] = []
  for (const id of ['A', 'B', 'C']) store.runs.insert(exampleRun({ id, name: `run ${id}` }))
  const service = createRunTableService({ store, publish: (event) => void told.push(event), find: (reference) => findRun(store.runs.list(), reference), flush: () => {} })
  return { store, told, service }
}

it('tags several runs at once, or none', () => {
  const { store, told, service } = start()
  service.tag(['A', 'B'], ['good', 'paper'], [])
  service.tag(['A'], ['good'], ['paper'])
  expect(store.runs.list().map(({ tags }) => tags)).toEqual([[], ['good', 'paper'], ['good']])
  expect(told).toEqual(['run', 'run', 'run'])
  expect(() => service.tag(['C', 'nowhere'], ['x'], [])).toThrow(/There is no run "nowhere"/)
  expect(store.runs.get('C')?.tags).toEqual([])
})

it('keeps notes, and lists the trash apart', () => {
  const { store, service } = start()
  service.note('A', 'ε is better\nthan before')
  store.runs.trash('A', 5)
  expect(service.trashed()).toEqual([exampleRun({ id: 'A', name: 'run A', notes: 'ε is better\nthan before' })])
})

it('gives the last value of each metric for all runs', () => {
  const { store, service } = start()
  store.metrics.add('A', [{ step: 1, key: 'eval.text', value: 2 }, { step: 2, key: 'eval.text', value: 1 }, { step: 1, key: 'train.loss', value: NaN }])
  store.metrics.add('B', [{ step: 1, key: 'train.loss', value: 3 }])
  expect(service.figures(['eval.text', 'train.loss'])).toEqual({ runs: ['A', 'B'], values: { 'eval.text': [1, null], 'train.loss': [NaN, 3] }, known: ['eval.text', 'train.loss'] })
})

it('saves views by name', () => {
  const { told, service } = start()
  const view = { filter: 'tag:good', order: { field: 'created', descending: true }, columns: ['name', 'loss.lambda'] }
  service.saveView({ name: 'good ones', view })
  service.saveView({ name: 'good ones', view: { ...view, filter: '' } })
  expect(service.views()).toEqual([{ name: 'good ones', view: { ...view, filter: '' } }])
  service.removeView('good ones')
  expect(service.views()).toEqual([])
  expect(() => service.removeView('good ones')).toThrow('There is no saved view "good ones".')
  expect(told).toEqual(['views', 'views', 'views'])
})
