/**
 * tfjs-core's Node bundle holds the operations but not their gradients. tfjs-layers registers them when it is loaded,
 * in a registry that all copies of tfjs share.
 */
import '@tensorflow/tfjs-layers'
import './sumGradients.ts'

export * from '@tensorflow/tfjs-core'
