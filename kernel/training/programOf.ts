import type { RunConfig } from '../../protocol/config/index.ts'
import { autoencoderProgram, initialAutoencoder } from '../autoencoder/trainProgram.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { HostTensors, Program } from '../engine/engine.ts'
import { initialState, trainProgram } from './trainProgram.ts'

/** The training step of a config, whatever it trains. */
export const programOf = (config: RunConfig): Program => (config.task === 'autoencoder' ? autoencoderProgram(config) : trainProgram(config, trainingShape(config)))

/** The state before the first step, without what a run takes from other runs. */
export const initialOf = (config: RunConfig): HostTensors => (config.task === 'autoencoder' ? initialAutoencoder(config) : initialState(config))
