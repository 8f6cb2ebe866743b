/** The suppressions of a text of which nothing else is known. */
import { parseSuppressions, SUPPRESSION_WORD, type Suppression } from "@fairlead/runtime/rules";
import { parse } from "../ecmascript/syntax.ts";
import { languageOf } from "../languages.ts";
import { parsePython } from "../python/syntax.ts";
import { isEcmascriptComment, isPythonComment, suppressionComments } from "./comments.ts";

/** What the comments of a text silence. Never throws: what is nested too deep to read silences nothing. */
export function suppressionsOfText(path: string, text: string): readonly Suppression[] {
  const language = text.includes(SUPPRESSION_WORD) ? languageOf(path) : undefined;
  if (language === undefined) return [];
  try {
    const isComment =
      language === "python" ? isPythonComment(parsePython(text)) : isEcmascriptComment(parse(path, text));
    return parseSuppressions(suppressionComments(text, language, isComment));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
