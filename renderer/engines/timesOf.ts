import type { EngineTime, EngineTimes } from '../../protocol/engines.ts'

/** What is to be said of one engine's times: an engine that is not here at all needs no second reason. */
export const timesOf = ({ times }: EngineTimes, engine: string): EngineTime[] => {
  const own = times.filter((time) => time.engine === engine)
  const timed = own.filter(({ milliseconds }) => milliseconds !== null)
  return timed.length > 0 ? timed : own.filter(({ reason }) => /slower|process/.test(reason ?? ''))
}
