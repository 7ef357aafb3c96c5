import { openEngine } from '../../kernel/engine/open.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { messageOf } from '../../protocol/errors.ts'
import { conformance } from './conformanceTask.ts'

// One engine in a process of its own: a graphics driver may take its process down with it.
const report = async (): Promise<object> => {
  try {
    const { engine } = parseConfig({ 'engine.name': process.argv[2], 'engine.threads': 1 })
    return { results: await conformance(await openEngine(engine)) }
  } catch (error) {
    return { trouble: messageOf(error) }
  }
}

const said = await report()
process.send!(said, () => process.disconnect())
