/** Calls with their lines and columns, for whom the text is no longer at hand. */
import type { Places } from "../text/places.ts";
import type { CallFact, NamedModel, Value } from "./value.ts";

/** A call as a language sees it, by offsets alone. */
export type UnplacedCall = Omit<CallFact, "from" | "to" | "model"> & {
  model?: Omit<NamedModel, "from" | "to"> | { value: Value };
};

export function placed({ model, ...call }: UnplacedCall, places: Places): CallFact {
  const at = (start: number, end: number) => ({ from: places.at(start), to: places.at(end) });
  const named = model && "text" in model ? { ...model, ...at(model.start, model.end) } : model;
  return { ...call, ...at(call.start, call.end), ...(named ? { model: named } : {}) };
}
