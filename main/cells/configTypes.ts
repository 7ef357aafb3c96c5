/** The config types that the `lab` API speaks of; the editor gets the same names written out, see labTypes.ts. */
export type { ConfigInput, PresetName, RunConfig } from '../../protocol/config/index.ts'

/** Changes to a config by dotted path, or nested as in a config. */
export type ConfigChanges = { readonly [path: string]: unknown }

/** Values to try, by dotted path. */
export type ConfigGrid = { readonly [path: string]: readonly unknown[] }
