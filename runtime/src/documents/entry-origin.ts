/**
 * Entries that were parsed once and have moved up or down in their text since, so that what was found out about them
 * need not be found out again.
 */
import type { MapEntry } from "./document-node.ts";
import { shiftNode, shiftSpan } from "./shift-nodes.ts";

export interface Origin {
  /** The entry as it was parsed. Its text has not changed since. */
  entry: MapEntry;
  /** How many characters further down it is now. */
  by: number;
}

const origins = new WeakMap<MapEntry, Origin>();

/** Where an entry comes from, where it stands for itself: nothing in it depends on what is around it. */
export function originOf(entry: MapEntry): Origin | undefined {
  return origins.get(entry);
}

/** Makes an entry the origin of all that is moved from it. */
export function asOrigin(entry: MapEntry): MapEntry {
  origins.set(entry, { entry, by: 0 });
  return entry;
}

/** An entry of an origin, moved by so many characters. What is below it is moved only where somebody looks at it. */
export function movedEntry(moved: MapEntry, further: number): MapEntry {
  if (further === 0) return moved;
  const { entry, by: before } = origins.get(moved) ?? { entry: moved, by: 0 };
  const by = before + further;
  if (by === 0) return entry;
  let value: MapEntry["value"] | undefined;
  const result: MapEntry = {
    key: entry.key,
    keySpan: shiftSpan(entry.keySpan, by),
    merged: entry.merged,
    get value() {
      value ??= shiftNode(entry.value, by);
      return value;
    },
  };
  origins.set(result, { entry, by });
  return result;
}

/** What was worked out of entries, kept for as long as the text of each does not change. */
export class EntryMemory<T> {
  readonly #known = new WeakMap<MapEntry, { by: number; found: T }>();

  /**
   * What is known of an entry, or else what `make` makes of it. `move` makes what was found fit the place of the entry
   * now: so many characters further down than when it was made. Entries that do not stand for themselves are not kept.
   */
  of(entry: MapEntry, make: () => T, move: (found: T, by: number) => T = (found) => found): T {
    const origin = originOf(entry);
    if (!origin) return make();
    const known = this.#known.get(origin.entry);
    const found = known ? move(known.found, origin.by - known.by) : make();
    this.#known.set(origin.entry, { by: origin.by, found });
    return found;
  }
}
