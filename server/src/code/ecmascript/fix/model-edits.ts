/** Aims a client at the gateway whose address is given with each model that it makes. */
import type { TextEdit } from "../../types.ts";
import type { ModelsSite } from "../sites.ts";
import { ts } from "../syntax.ts";
import { objectEdits, objectText, settingsOf } from "./object-edits.ts";

/** The edits of the construction's key and of the calls that make models. */
export function modelEdits(text: string, site: ModelsSite, workload: string, quote: string): TextEdit[] {
  const { node, aim, models } = site;
  const key = `process.env.FAIRLEAD_KEY ?? ${quote}${quote}`;
  const settings = settingsOf([
    [[aim.address], "process.env.FAIRLEAD_URL"],
    [[aim.headers, "fairlead-workload"], quote + workload + quote],
  ]);
  const change = { settings, dropped: new Set(["apiVersion"]) };
  return [
    keyEdit(node, key),
    ...models.flatMap(({ arguments: [model, options] }): TextEdit[] => {
      if (options && ts.isObjectLiteralExpression(options)) return objectEdits(text, options, change);
      const at = model?.getEnd() ?? 0;
      return [{ start: at, end: at, text: `, ${objectText(text, model ?? node, settings)}` }];
    }),
  ];
}

function keyEdit(node: ts.NewExpression, key: string): TextEdit {
  const end = node.getEnd();
  if (!node.arguments) return { start: end, end, text: `(${key})` };
  const [first] = node.arguments;
  return first
    ? { start: first.getStart(), end: node.arguments.at(-1)?.getEnd() ?? end, text: key }
    : { start: end - 1, end: end - 1, text: key };
}
