/** Which of the cases that are written now is the one of a result. */
interface Place {
  line: number;
  character: number;
}

export interface CasePlace {
  name: string | undefined;
  uri: string;
  /** From 1. */
  line: number;
  /** The whole case; undefined for a row of a dataset. */
  range: { start: Place; end: Place } | undefined;
}

/** By its name where it has one, for cases may have been put before it since; else by its number. */
export function placeOfCase<Named extends { name: string | undefined }>(
  places: readonly Named[],
  { caseIndex, name }: { caseIndex: number; name: string },
): Named | undefined {
  const there = places[caseIndex];
  if (there !== undefined && (there.name ?? "") === name) return there;
  const named = places.filter((one) => one.name === name);
  if (named.length > 0) return named[0];
  // A number is what a case without a name goes by; a name that is gone leads nowhere.
  return name === String(caseIndex + 1) ? there : undefined;
}
