import { UntranslatableError } from "../neutral.ts";

/**
 * Ids of the calls of a conversation. Gemini pairs calls and answers by their names and order where they have no ids;
 * other protocols need an id each. A call without one gets one that no other call has.
 */
export class CallIds {
  readonly #used: ReadonlySet<string>;
  /** Calls that have no answer yet, in order. */
  readonly #open: { id: string; name: string }[] = [];
  #count = 0;

  /** `used`: the ids that the conversation has already. */
  constructor(used: ReadonlySet<string>) {
    this.#used = used;
  }

  call(id: string | undefined, name: string): string {
    const own = id ?? this.#fresh();
    this.#open.push({ id: own, name });
    return own;
  }

  /** The id of the call that this answers: by id, else the first call of this name without an answer. */
  answer(id: string | undefined, name: string, path: string): string {
    const byId = id === undefined ? -1 : this.#open.findIndex((call) => call.id === id);
    const at = byId >= 0 ? byId : this.#open.findIndex((call) => call.name === name);
    const [call] = at < 0 ? [] : this.#open.splice(at, 1);
    if (call) return call.id;
    throw new UntranslatableError(path, `${path} answers a call of ${name} that the conversation does not have.`);
  }

  #fresh(): string {
    let id: string;
    do {
      this.#count += 1;
      id = `call_${this.#count}`;
    } while (this.#used.has(id));
    return id;
  }
}
