import type { RunConfig } from '../../protocol/config/index.ts'
import { linearCodec } from './linearCodec.ts'
import type { PatchCodec } from './patchCodec.ts'
import { unetCodec } from './unet/codec.ts'

/** The codecs of images by their name in the config. */
export const patchCodecs: Readonly<Record<RunConfig['patch']['codec'], PatchCodec>> = { linear: linearCodec, unet: unetCodec }
