import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { AxeResults } from 'axe-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Plotly and Monaco draw these; their insides are not ours to name. */
const excluded = ['.js-plotly-plot', '.monaco-editor']

/**
 * What axe-core finds on the page that is serious or critical, one line each: rule, what it means, and the first elements.
 * It is put in by the debugger, as a browser extension would be: the page's policy holds for the page.
 */
export const seriousViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(source)
  const { violations } = await page.evaluate((without) => (window as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run({ exclude: without.map((selector) => [selector]) }, { resultTypes: ['violations'] }), excluded)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary?.split('\n')[1]?.trim() ?? ''})`).join(' | ')}`)
}
