/** Who listens to what. Listeners that are added or removed while telling take effect afterwards. */
export class Listeners<Name extends string, Data> {
  readonly #byName = new Map<Name, Set<(data: Data) => void>>()

  add(name: Name, listener: (data: Data) => void): () => void {
    const listeners = this.#byName.get(name) ?? new Set()
    this.#byName.set(name, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  tell(name: Name, data: Data): void {
    for (const listener of [...(this.#byName.get(name) ?? [])]) listener(data)
  }
}
