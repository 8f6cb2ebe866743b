/**
 * Keeps lenses where they are while a text is broken: a quote that is not closed yet hides all entities behind it from
 * the parser, and lines that jump up and down at every such letter would be worse than a lens that is a little old.
 */
import type { ParsedFile } from "@fairlead/runtime/documents";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { LensPlace } from "./lens-places.ts";

interface Remembered {
  /** For which a lens may be brought back: with others it may be switched off by now. */
  settings: object;
  lenses: readonly { lens: LensPlace; written: string }[];
}

export class SteadyLenses {
  readonly #whole = new WeakMap<TextDocument, Remembered>();

  /** The lenses of a text: those that are found in it, and where it is broken also those that stood above its lines before. */
  of(document: TextDocument, file: ParsedFile, found: readonly LensPlace[], settings: object): LensPlace[] {
    const { lines, syntax } = file;
    if (syntax.length === 0) {
      const lenses = found.map((lens) => ({ lens, written: lines.lineText(lens.range.start.line) }));
      this.#whole.set(document, { settings, lenses });
      return [...found];
    }
    const before = this.#whole.get(document);
    if (before?.settings !== settings) return [...found];
    const there = new Set(found.map(nameOf));
    const lost = before.lenses.filter(({ lens }) => !there.has(nameOf(lens)));
    if (lost.length === 0) return [...found];
    const places = linesOf(file, new Set(lost.map(({ written }) => written)));
    const back = lost.flatMap(({ lens, written }) => {
      const line = nearest(places.get(written) ?? [], lens.range.start.line);
      if (line === undefined) return [];
      const { start, end } = lens.range;
      return [{ ...lens, range: { start: { ...start, line }, end: { ...end, line } } }];
    });
    return [...found, ...back];
  }
}

function nameOf({ data: { lens, kind, id } }: LensPlace): string {
  return `${lens} ${kind} ${id}`;
}

function linesOf({ lines }: ParsedFile, wanted: ReadonlySet<string>): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let line = 0; line < lines.lineCount; line += 1) {
    const written = lines.lineText(line);
    if (!wanted.has(written)) continue;
    const known = places.get(written);
    if (known) known.push(line);
    else places.set(written, [line]);
  }
  return places;
}

function nearest(lines: readonly number[], to: number): number | undefined {
  let found: number | undefined;
  for (const line of lines) if (found === undefined || Math.abs(line - to) < Math.abs(found - to)) found = line;
  return found;
}
