import type { Bridge } from '../../protocol/api.ts'

/** Whether the host can be reached. */
export type ConnectionStatus = 'connecting' | 'open' | 'lost'

/** A bridge that tells whether the host is there. `open` after `lost` means that events were missed. */
export interface Connection extends Bridge {
  onStatus(listener: (status: ConnectionStatus) => void): () => void
}
