import type { Host } from '../host/host.ts'
import { bar } from './format.ts'
import type { Output } from './output.ts'

/** Shows how far drawing, captioning or scoring is. */
export const showRequestProgress = (host: Host, output: Output): void => {
  host.on('progress', ({ stage, done, total }) => {
    output.progress(done >= total ? '' : `${bar(total > 0 ? done / total : 0, 24)} ${stage} ${done}/${total}`)
  })
}
