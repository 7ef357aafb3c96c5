import { createHost } from '../../main/host/host.ts'
import { createNotebookService } from '../../main/host/notebooks/notebookService.ts'

// A host in a process of its own that saves a notebook again and again and says which saves it has acknowledged.
const [home, path, start] = process.argv.slice(2) as [string, string, string]
const host = createHost({ home, notebooks: createNotebookService })
const { cells, revision } = await host.request('notebook.open', { path })
let base = revision
for (let edit = Number(start); ; edit++) {
  const source = `// edit ${edit}\n${'x'.repeat((edit % 7) * 9000)}`
  const saved = await host.request('notebook.save', { path, cells: [{ ...cells[0]!, source }], base })
  if (saved.kind === 'conflict') throw new Error(saved.message)
  base = saved.revision
  process.send!(edit)
}
