export * from './bitMatrix.ts'
export * from './inspection.ts'
export * from './packedInspection.ts'
export * from './reach.ts'
