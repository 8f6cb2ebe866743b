import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

interface Call {
  index: number;
  id: string | undefined;
  name: string | undefined;
  /** Arguments that came before the name. */
  waiting: string;
  started: boolean;
}

/**
 * Follows the tool calls of a stream. OpenAI numbers them and may mix their pieces; some hosts leave the number out,
 * give every call the number 0 with an id of its own, or repeat id and name with every piece.
 */
export class ToolCallEvents {
  readonly #calls: Call[] = [];
  /** By the provider's number: the call that it means now. */
  readonly #byNumber = new Map<number, Call>();

  get any(): boolean {
    return this.#calls.length > 0;
  }

  read(piece: JsonObject, events: NeutralEvent[]): void {
    const call = this.#callOf(piece);
    const definition = isObject(piece.function) ? piece.function : {};
    if (typeof definition.name === "string" && definition.name !== "") call.name ??= definition.name;
    const text = argumentsText(definition.arguments);
    if (!call.started && call.name !== undefined) {
      call.started = true;
      events.push({ type: "tool-call-start", index: call.index, id: call.id ?? `call_${call.index}`, name: call.name });
      call.waiting += text;
      if (call.waiting !== "") events.push({ type: "tool-call-arguments", index: call.index, text: call.waiting });
    } else if (!call.started) call.waiting += text;
    else if (text !== "") events.push({ type: "tool-call-arguments", index: call.index, text });
  }

  /** Ends all calls that began. */
  finish(): NeutralEvent[] {
    return this.#calls.filter((call) => call.started).map(({ index }) => ({ type: "tool-call-end", index }));
  }

  #callOf(piece: JsonObject): Call {
    const id = typeof piece.id === "string" && piece.id !== "" ? piece.id : undefined;
    const last = this.#calls.at(-1);
    const number = typeof piece.index === "number" ? piece.index : undefined;
    const known = number === undefined ? last : this.#byNumber.get(number);
    if (known && (id === undefined || known.id === undefined || known.id === id)) {
      known.id ??= id;
      return known;
    }
    const call: Call = { index: this.#calls.length, id, name: undefined, waiting: "", started: false };
    this.#calls.push(call);
    this.#byNumber.set(number ?? call.index, call);
    return call;
  }
}

/** Some hosts send whole arguments as an object although the protocol has a string. */
function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  return isObject(value) ? JSON.stringify(value) : "";
}
