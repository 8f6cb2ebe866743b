/** Where lenses stand, and of which kinds they are: worked out from the text alone, so that it costs next to nothing. */
import { type DocumentNode, type EntityKind, type ParsedFile, schemaOf } from "@fairlead/runtime/documents";
import type { CodeLens } from "vscode-languageserver";
import type { CodeLensSettings } from "../../workspace/settings.ts";

/** What a lens is about, carried from the request for lenses to the request for one lens's title. */
export interface LensData {
  uri: string;
  lens: LensType;
  kind: EntityKind;
  id: string;
}

/** A lens without its title. */
export type LensPlace = CodeLens & { data: LensData };

export type LensType = "route" | "references" | "serves" | "outage" | "benchmark" | "spend";

const LENSES: Readonly<Partial<Record<EntityKind, readonly LensType[]>>> = {
  provider: ["serves", "outage"],
  model: ["references"],
  deployment: ["serves"],
  contract: ["references"],
  businessUnit: ["references"],
  workload: ["route", "references"],
  budget: ["spend"],
  benchmark: ["benchmark"],
};

/** The setting that switches a lens off. */
const SETTINGS: Readonly<Record<LensType, keyof CodeLensSettings>> = {
  route: "routes",
  references: "references",
  serves: "references",
  outage: "outages",
  benchmark: "benchmarks",
  spend: "spend",
};

/**
 * The lenses of a file, without titles. Entities that are written on one line have none: a list of them would become
 * twice as long. `isWanted` says which of the kinds of lenses can be had at all.
 */
export function lensPlaces(
  file: ParsedFile,
  settings: CodeLensSettings,
  isWanted: (lens: LensType) => boolean,
): LensPlace[] {
  const found: LensPlace[] = [];
  for (const { root, kind: documentKind } of file.documents) {
    if (!documentKind || root?.type !== "map") continue;
    const schema = schemaOf(documentKind);
    for (const section of root.entries.values()) {
      const kind = schema.properties?.[section.key]?.["x-defines"];
      const lenses = kind && LENSES[kind]?.filter((lens) => settings[SETTINGS[lens]] && isWanted(lens));
      if (!lenses || lenses.length === 0 || section.merged) continue;
      for (const { id, range } of entities(file, section.value)) {
        for (const lens of lenses) found.push({ range, data: { uri: file.uri, lens, kind, id } });
      }
    }
  }
  return found;
}

function entities(file: ParsedFile, section: DocumentNode): { id: string; range: CodeLens["range"] }[] {
  if (section.type !== "map" || section.alias !== undefined) return [];
  return [...section.entries.values()].flatMap(({ key, keySpan, value, merged }) => {
    const range = file.lines.range(keySpan);
    const end = file.lines.positionAt(value.span.end);
    const isLong = value.type === "map" && value.alias === undefined && end.line > range.start.line;
    return isLong && !merged && key !== "" ? [{ id: key, range }] : [];
  });
}
