/** Inside of a comment: the word that silences rules, and their codes. */
import { type CheckedWorkspace, type LineIndex, resolveSchema, schemaOf } from "@fairlead/runtime/documents";
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from "vscode-languageserver";

/** What a comment at an offset could say; undefined where the offset is in no comment. */
export function suppressionItems(
  uri: string,
  lines: LineIndex,
  offset: number,
  { diagnostics }: CheckedWorkspace,
): CompletionItem[] | undefined {
  const { line, character } = lines.positionAt(offset);
  const text = lines.lineText(line);
  const before = text.slice(0, character);
  const comment = /(?:^|\s)#+[ \t]*([^#]*)$/.exec(before);
  if (!comment || isQuoted(before.slice(0, comment.index))) return undefined;
  const said = comment[1] ?? "";
  const codes = /^fairlead-ignore(?:-file)?[: \t]+(?:[^\s,]+\s*,\s*)*([\w.-]*)$/.exec(said);
  const typed = codes ? (codes[1] ?? "") : said;
  // Who writes a sentence wants no help.
  if (!codes && !"fairlead-ignore-file".startsWith(said)) return [];
  const range = { start: { line, character: character - typed.length }, end: { line, character } };
  if (!codes)
    return ["fairlead-ignore", "fairlead-ignore-file"].map((word) => ({
      label: word,
      kind: CompletionItemKind.Keyword,
      detail: word.endsWith("file") ? "silence a rule in this file" : "silence a rule on this line, or the next",
      textEdit: { range, newText: word },
      insertTextFormat: InsertTextFormat.PlainText,
    }));
  const here = new Set(
    diagnostics.flatMap((one) =>
      one.uri === uri && (one.range.start.line === line || one.range.start.line === line + 1) ? [one.code] : [],
    ),
  );
  const named = new Set(said.match(/[\w-]+\.[\w-]+/g));
  return ruleCodes()
    .filter(({ code }) => code === typed || !named.has(code))
    .map(({ code, description }) => ({
      label: code,
      kind: CompletionItemKind.EnumMember,
      detail: here.has(code) ? "found here" : "",
      documentation: { kind: MarkupKind.Markdown, value: description },
      sortText: `${here.has(code) ? "1" : "2"}${code}`,
      textEdit: { range, newText: code },
      insertTextFormat: InsertTextFormat.PlainText,
    }));
}

/** The rules that can be silenced, with what they are about: as the settings of a project list them. */
function ruleCodes(): { code: string; description: string }[] {
  const root = schemaOf("Project");
  const severities = root.properties?.checks?.properties?.severity?.properties ?? {};
  return Object.entries(severities).flatMap(([code, schema]) => {
    const words = resolveSchema(root, schema).enum ?? [];
    return words.includes("off") ? [{ code, description: schema.description ?? "" }] : [];
  });
}

function isQuoted(text: string): boolean {
  return (text.match(/"/g)?.length ?? 0) % 2 === 1;
}
