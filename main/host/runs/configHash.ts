import { createHash } from 'node:crypto'
import { canonicalJson, type RunConfig } from '../../../protocol/config/index.ts'

/** What identifies a config: SHA-256 of its canonical JSON, in hex. */
export const configHash = (config: RunConfig): string => createHash('sha256').update(canonicalJson(config)).digest('hex')
