import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { member } from "./member.ts";
import { PartialArguments } from "./partial-arguments.ts";

/**
 * Follows the calls of an answer. A call comes whole, or begins with a name and `willContinue` and goes on in parts
 * without a name until one does not continue, another call begins or the answer ends.
 */
export class CallEvents {
  #count = 0;
  #open: { index: number; args: PartialArguments } | undefined;
  /** What calls without an id are named after: a conversation has many answers, and their calls may not share ids. */
  #answer = "";

  get any(): boolean {
    return this.#count > 0;
  }

  /** Tells the id of the answer, once it is known. */
  answerId(id: unknown): void {
    if (typeof id === "string" && id !== "") this.#answer = `${id}_`;
  }

  read(call: JsonObject, signature: unknown, events: NeutralEvent[]): void {
    const { name, id, args } = call;
    if (typeof name === "string" && name !== "") {
      this.finish(events);
      const index = this.#count;
      this.#count += 1;
      this.#open = { index, args: new PartialArguments() };
      events.push({
        type: "tool-call-start",
        index,
        id: typeof id === "string" && id !== "" ? id : `call_${this.#answer}${index}`,
        name,
        ...(typeof signature === "string" && signature !== "" ? { signature } : {}),
      });
    }
    if (!this.#open) return;
    if (isObject(args)) this.#open.args.assign(args);
    const pieces = member(call, "partialArgs");
    if (Array.isArray(pieces)) for (const piece of pieces) this.#open.args.add(piece);
    if (member(call, "willContinue") !== true) this.finish(events);
  }

  /** Ends the call that is open, if one is. */
  finish(events: NeutralEvent[]): void {
    if (!this.#open) return;
    const { index, args } = this.#open;
    this.#open = undefined;
    events.push({ type: "tool-call-arguments", index, text: args.toJson() }, { type: "tool-call-end", index });
  }
}
