import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { expectationWords, judge, pairedTest, parityRatio, parityWords, verdictWords, type Expected, type ScalingPoint } from '../../protocol/statistics/index.ts'
import type { Claim, Verdict } from './api/claims.ts'
import type { Lab } from './api/lab.ts'
import type { Run } from './api/runs.ts'
import { isPromise, isRun, type LabContext } from './labContext.ts'
import { tableOutput } from './labTable.ts'

const expectations: readonly Expected[] = ['lower', 'higher', 'equal', 'littleHigher']

/** Holding claims against runs. */
export const labClaims = ({ emit, shown }: LabContext): Pick<Lab, 'claim' | 'verdicts' | 'parityRatio'> => {
  const show = (verdicts: readonly Verdict[], title: string): void => emit(tableOutput(verdicts.map(rowOf), title))
  return {
    claim(input) {
      const claim = checked(input)
      const found = pairedTest(pairsOf(claim))
      const margin = (claim.margin ?? 0.05) * Math.abs(found.control)
      const outcome = judge(claim.expect, found, margin)
      const verdict: Verdict = Object.freeze({
        claim: claim.claim, source: claim.source ?? '', metric: labelOf(claim), expected: expectationWords(claim.expect, margin), ...found,
        outcome, verdict: verdictWords(outcome, claim.expect, found, margin),
      })
      emit({ kind: 'text', text: `${verdict.claim}${verdict.source && ` (${verdict.source})`}, ${verdict.metric}. ${verdict.verdict}\n` })
      shown.add(verdict)
      return verdict
    },

    verdicts(verdicts, title = 'claims, and what these runs say') {
      if (!Array.isArray(verdicts) || !verdicts.every((verdict) => isObject(verdict) && 'outcome' in verdict)) throw new InputError('lab.verdicts takes a list of what lab.claim({ … }) gives.')
      show(verdicts, title)
    },

    parityRatio(ours, baseline, metric) {
      const ratio = Object.freeze(parityRatio(pointsOf(ours, metric), pointsOf(baseline, metric)))
      emit(tableOutput([{ metric, 'parity FLOP ratio': short(ratio.ratio), 'from (95 %)': short(ratio.low), 'to (95 %)': short(ratio.high), 'read at': short(ratio.at), says: parityWords(ratio) }]))
      shown.add(ratio)
      return ratio
    },
  }
}

const checked = (input: unknown): Claim => {
  if (!isObject(input)) throw new InputError("lab.claim takes an object: { claim, control, treated, metric: 'eval.epsilonMse', expect: 'lower' }.")
  const claim = input as unknown as Claim
  for (const side of ['control', 'treated'] as const) {
    if (isPromise(claim[side])) throw new InputError(`lab.claim: ${side} is a promise; write "await" before lab.sweep(…).`)
    if (!Array.isArray(claim[side]) || claim[side].length === 0) throw new InputError(`lab.claim: ${side} must be a list of runs or of numbers, with at least one.`)
  }
  if (typeof claim.claim !== 'string') throw new InputError('lab.claim: claim must say in words what is claimed.')
  if (!expectations.includes(claim.expect)) throw new InputError(`lab.claim: expect is ${JSON.stringify(claim.expect)}; it must be one of ${expectations.join(', ')}.`)
  if (claim.margin !== undefined && !(claim.margin >= 0)) throw new InputError(`lab.claim: margin is ${JSON.stringify(claim.margin)}; it is a share of the control's mean, such as 0.05.`)
  return claim
}

/** Runs by seed, numbers by place; every seed of one side must be on the other. */
const pairsOf = ({ control, treated, metric }: Claim): [number, number][] => {
  if (control.length !== treated.length) throw new InputError(`lab.claim: there are ${control.length} controls and ${treated.length} treated; each needs its partner with the same seed.`)
  if (!control.every(isRun) || !treated.every(isRun)) return control.map((item, i) => [numberOf(item, metric), numberOf(treated[i]!, metric)])
  return control.map((run) => {
    const { seed } = run.config.train
    const partners = (treated as readonly Run[]).filter((other) => other.config.train.seed === seed)
    if (partners.length !== 1) throw new InputError(`lab.claim: ${partners.length === 0 ? 'no' : 'more than one'} treated run has the seed ${seed} of "${run.name}"; pairs share a seed, so give one run for each.`)
    return [numberOf(run, metric), numberOf(partners[0]!, metric)]
  })
}

const numberOf = (item: Run | number, metric: Claim['metric']): number => {
  if (typeof item === 'number') return item
  const value = typeof metric === 'function' ? metric(item) : item.metrics[metric]
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new InputError(typeof metric === 'function' ? `lab.claim: the metric of "${item.name}" is ${String(value)}, no number.` : `lab.claim: "${item.name}" has no finite "${metric}"; it has ${Object.keys(item.metrics).join(', ')}.`)
  }
  return value
}

const labelOf = ({ metric, label }: Claim): string => label ?? (typeof metric === 'string' ? metric : 'a function of the run')

const pointsOf = (runs: readonly Run[], metric: string): ScalingPoint[] => {
  if (!Array.isArray(runs) || !runs.every(isRun)) throw new InputError('lab.parityRatio takes two lists of runs and the key of a metric.')
  return (runs as readonly Run[]).map((run) => ({ flops: 6 * (run.parameters ?? 0) * run.elementsSeen, metric: numberOf(run, metric) }))
}

/** What a reader looks for stands first, since a row is wider than most windows. */
const rowOf = ({ claim, source, metric, expected, n, control, treated, difference, low, high, verdict }: Verdict) => ({
  claim, verdict: verdict.slice(0, verdict.indexOf(':')), control: short(control), treated: short(treated), difference: short(difference),
  '95 % interval': low === null || high === null ? null : `${short(low)} … ${short(high)}`, n, metric, expected, source,
})

const short = (value: number): string => ((value !== 0 && Math.abs(value) < 1e-3) || Math.abs(value) >= 1e5 ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replaceAll('-', '−')
