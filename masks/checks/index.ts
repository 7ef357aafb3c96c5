import type { MaskVerdict } from '../../protocol/inspection/index.ts'
import { masks } from '../index.ts'
import { blind } from './blind.ts'
import { future } from './future.ts'
import { imageLeak } from './imageLeak.ts'
import { noisyCondition } from './noisyCondition.ts'
import { promise } from './promise.ts'
import { reach } from './reach.ts'
import type { Check, Subject } from './subject.ts'

export { firstBlind } from './blind.ts'
export type { Subject } from './subject.ts'

/** Every question that is asked of a mask before it is trained with, in the order in which the answers matter. */
const checks: readonly Check[] = [future, imageLeak, blind, noisyCondition, reach, promise(masks)]

export const checkMask = (subject: Subject): MaskVerdict[] => checks.map((check) => check(subject))
