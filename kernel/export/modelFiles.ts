import type { RunConfig } from '../../protocol/config/index.ts'
import type { ExportDtype } from '../../protocol/export.ts'
import type { Content } from './content.ts'
import { modelConfig } from './modelConfig.ts'
import { tokenizerConfigJson, tokenizerJson } from './tokenizerFiles.ts'

/** What every folder has beside weights and graphs: the config and, where there is text, the tokenizer. */
export const modelFiles = (config: RunConfig, dtype: ExportDtype): Content[] => {
  const json = JSON.stringify(modelConfig(config, dtype), null, 2)
  return [
    { name: 'config.json', pieces: () => [json] },
    ...(config.task === 'autoencoder' ? [] : [
      { name: 'tokenizer.json', pieces: () => [tokenizerJson()] },
      { name: 'tokenizer_config.json', pieces: () => [tokenizerConfigJson()] },
    ]),
  ]
}
