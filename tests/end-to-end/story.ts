import { afterEach, beforeEach } from 'vitest'
import type { App } from './app.ts'

/** Set to a folder to look at the page afterwards. */
export const shots = process.env['LAB_SCREENSHOTS']

/**
 * Makes the tests of a file one story: what comes after a failure would only wait for what never comes, and is skipped.
 * @param look takes a picture of the page where it failed
 */
export const oneStory = (app: () => App, look: (name: string) => Promise<unknown>): void => {
  let failed = false
  beforeEach(({ skip }) => skip(failed, 'an earlier part failed'))
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || failed) return
    failed = true
    await look('failure')
    if (app().complaints.length > 0) console.error(`the page said: ${app().complaints.join('\n')}`)
  })
}
