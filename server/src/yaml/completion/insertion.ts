/** How what is chosen comes into the text: in which place, in which style, and what must stand around it. */
import type { LineIndex } from "@fairlead/runtime/documents";
import { type CompletionItem, InsertTextFormat, InsertTextMode, type TextEdit } from "vscode-languageserver";
import { type CursorContext, isTight } from "./cursor-context.ts";
import { escapeSnippet, type InsertStyle, scalarText } from "./insert-text.ts";
import type { ValueOffer } from "./value-offers.ts";

export interface CompletionClient {
  snippets: boolean;
  /** Whether the client leaves the indentation of inserted lines as it is when asked to. */
  insertTextModes: boolean;
  /** Whether the client shows a few words behind a label. */
  labelDetails?: boolean;
  /** Whether it asks for the documentation of an item when that is shown. */
  resolvesDocumentation?: boolean;
}

export class Insertion {
  readonly style: InsertStyle;
  /** What stands between the beginning of the word and the cursor. */
  readonly typed: string;
  readonly #context: CursorContext;
  readonly #client: CompletionClient;
  readonly #range: TextEdit["range"];
  /** A colon or a dash is one only with a blank behind it. */
  readonly #gap: string;
  readonly #tail: string;

  constructor(
    uri: string,
    text: string,
    lines: LineIndex,
    offset: number,
    context: CursorContext,
    client: CompletionClient,
  ) {
    this.#context = context;
    this.#client = client;
    this.#gap = isTight(text, context) ? " " : "";
    this.#tail = tailOf(text, context);
    this.#range = lines.range(context.span);
    this.typed = text.slice(context.span.start, offset);
    this.style = {
      flow: context.flow,
      json: /\.json$/i.test(uri),
      column: context.column,
      snippets: client.snippets,
      eol: text.includes("\r\n") ? "\r\n" : "\n",
    };
  }

  /** The part of an item that says what it inserts. */
  edit(newText: string, isSnippet: boolean): Partial<CompletionItem> {
    const asSnippet = isSnippet && this.#client.snippets;
    const { quote } = this.#context;
    return {
      textEdit: { range: this.#range, newText: `${this.#gap}${newText}${this.#tail}` },
      // The client compares this with what stands in the range, an opening quote included.
      ...(quote && { filterText: newText.replace(/[:\s].*$/s, "").replace(/^["']?/, quote) }),
      insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(this.#client.insertTextModes && { insertTextMode: InsertTextMode.asIs }),
    };
  }

  /** A key, with the skeleton of its value where it has none yet. */
  keyText(key: string, skeleton: () => string): string {
    const { hasColon, hasChildren } = this.#context;
    if (!hasColon && !hasChildren) return skeleton();
    const text = `${scalarText(key, this.style)}${hasColon ? "" : ":"}`;
    return this.#client.snippets ? escapeSnippet(text) : text;
  }

  /** A value as it is written here. */
  scalar({ value, bare }: ValueOffer): string {
    if (bare) return value;
    const { quote } = this.#context;
    return quote ? `${quote}${value}${quote}` : scalarText(value, this.style);
  }
}

/** What must stand behind an inserted text, so that it does not run into what follows. */
function tailOf(text: string, { needsComma, span }: CursorContext): string {
  const next = text.charAt(span.end);
  if (needsComma) return next === " " ? "," : ", ";
  return next === "#" ? " " : "";
}
