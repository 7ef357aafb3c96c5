import { InputError, messageOf } from '../../protocol/errors.ts'

/** What can befall an engine while it computes: it finds no memory, or the device that it computes on goes away. */
export type Fault = 'memory' | 'lost'

/** In the words of ONNX Runtime, Dawn, Vulkan, Direct3D, CUDA, TensorFlow and V8. */
const words: Record<Fault, RegExp> = {
  lost: /device (?:is |was |has been )?(?:lost|removed|hung)|device ?lost|DEVICE_LOST|DEVICE_REMOVED|DEVICE_HUNG|a valid external Instance reference no longer exists/i,
  memory: /failed to allocate|bad_?alloc|bad allocation|out of (?:device |host |gpu )?memory|OUT_OF_(?:DEVICE_|HOST_)?MEMORY|cannot allocate memory|allocation failed|\bOOM\b|smaller than requested bytes/i,
}

/** Which fault an error tells of; null for any other error, and for what is already said to the user in a sentence. */
export const faultOf = (error: unknown): Fault | null => {
  if (error instanceof InputError) return null
  const message = messageOf(error)
  return words.lost.test(message) ? 'lost' : words.memory.test(message) ? 'memory' : null
}
