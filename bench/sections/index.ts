import { checkpointsSection } from './checkpointsSection.ts'
import { masksSection } from './masksSection.ts'
import { recomputeSection } from './recomputeSection.ts'
import { samplingSection } from './samplingSection.ts'
import type { Section } from './section.ts'
import { scalingSection } from './scalingSection.ts'
import { soakSections } from './soakSection.ts'
import { stepSection } from './stepSection.ts'

/** Every section, in the order of the document. */
export const sections: readonly Section[] = [stepSection, samplingSection, scalingSection, masksSection, recomputeSection, checkpointsSection, ...soakSections]
