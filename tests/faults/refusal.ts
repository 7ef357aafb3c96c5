import { expect } from 'vitest'
import { InputError } from '../../protocol/errors.ts'

/** Every refusal is an InputError of one sentence; anything else is a crash. */
export const refusal = (thrown: unknown): string => {
  expect(thrown).toBeInstanceOf(InputError)
  const { message } = thrown as InputError
  expect(message).toMatch(/^[^\n]{10,900}\.$/)
  return message
}
