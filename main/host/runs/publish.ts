import type { EventName, Events } from '../../../protocol/api.ts'

/** Tells every page and command that listens. */
export type Publish = <Name extends EventName>(event: Name, data: Events[Name]) => void
