import { canonicalJson, type RunConfig } from '../config/index.ts'
import { metricInfo, type MetricInfo } from '../metricKeys.ts'

/** What a training loss is made of: where that differs, a smaller one says nothing. What is held out is measured alike in all. */
const madeOf: Readonly<Record<string, (config: RunConfig) => unknown>> = {
  'train.loss': ({ loss, diffusion }) => [loss, diffusion],
  'train.image': ({ diffusion }) => diffusion,
  'train.wave': ({ diffusion }) => diffusion,
}

/** Which way a metric is better among runs of these configs. */
export const betterAmong = (key: string, configs: readonly RunConfig[]): MetricInfo['better'] => {
  const parts = madeOf[key]
  const differs = parts !== undefined && new Set(configs.map((config) => canonicalJson(parts(config)))).size > 1
  return differs ? 'neither' : metricInfo(key)?.better ?? 'neither'
}
