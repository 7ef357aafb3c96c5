import { initial } from './001-initial.ts'
import { parentStep } from './002-parent-step.ts'
import { tagsAndViews } from './003-tags-and-views.ts'
import { notebookVersions } from './004-notebook-versions.ts'
import { sounds } from './005-sounds.ts'
import { metricSpans } from './006-metric-spans.ts'
import { remarks } from './007-remarks.ts'
import type { Migration } from './migration.ts'

/** In order; a migration that has shipped is never edited, only followed by another. */
export const migrations: readonly Migration[] = [initial, parentStep, tagsAndViews, notebookVersions, sounds, metricSpans, remarks]
