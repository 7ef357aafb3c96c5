import { masksSection } from './masksSection.ts'
import type { Section } from './section.ts'
import { soakSection } from './soakSection.ts'
import { stepSection } from './stepSection.ts'

/** Every section, in the order of the document. */
export const sections: readonly Section[] = [stepSection, masksSection, soakSection]
