import { createHash } from 'node:crypto'
import type { Expression } from './language/expression.ts'
import { parsePredicate } from './language/parse.ts'
import { printPredicate } from './language/print.ts'

/** Who sees whom: a predicate over positions, with its words. */
export interface Mask {
  name: string
  /** What it allows: one sentence. */
  description: string
  /** Where it comes from; empty for a user's own. */
  origin: string
  /** The predicate in its one text; what `sha256` is of. */
  source: string
  predicate: Expression
}

/** A mask that ships. The predicate is written as a user would write it. */
export const shipped = ({ name, description, origin, source }: Omit<Mask, 'predicate'>): Mask => {
  const predicate = parsePredicate(name, source)
  return { name, description, origin, source: printPredicate(predicate), predicate }
}

/** A user's mask, from its text. @throws InputError when the text is no predicate */
export const ownMask = ({ name, source }: { name: string; source: string }): Mask => {
  const predicate = parsePredicate(name, source)
  return { name, description: 'A predicate of your own.', origin: '', source: printPredicate(predicate), predicate }
}

/** What identifies a predicate: SHA-256 of its one text, in hex. */
export const maskHash = ({ source }: Pick<Mask, 'source'>): string => createHash('sha256').update(source).digest('hex')
