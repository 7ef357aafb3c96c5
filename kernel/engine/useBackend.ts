import * as tf from './tfjs.ts'

/** tfjs's `setBackend` is asynchronous in form only: for a backend that starts synchronously it has switched when it returns. */
export const useBackend = (name: string): void => {
  if (tf.getBackend() === name) return
  void tf.setBackend(name)
  if (tf.getBackend() !== name) throw new Error(`the tfjs backend "${name}" did not start`)
}
