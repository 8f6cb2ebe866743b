/** JavaScript that an assertion of promptfoo names as a file, as the text of the assertion. */

export interface Inlined {
  value?: string;
  /** Why it can not be taken over. */
  reason?: string;
}

/**
 * The file exports a function of the answer and the context, as CommonJS or as an ES module; `name` is the export that
 * is meant, without one the default. What needs other modules, or time, can not run within an assertion.
 */
export function inlineScript(text: string, name: string | undefined): Inlined {
  if (/\brequire\s*\(|^\s*import\b|\bimport\s*\(/m.test(text)) return { reason: "needs other modules" };
  if (/\basync\b|\bawait\b|\bnew Promise\b/.test(text))
    return { reason: "answers later, and assertions answer at once" };
  const body = text
    .replace(/^\uFEFF/, "")
    .replace(/^([ \t]*)export\s+default\s+/m, "$1module.exports = ")
    .replace(/^([ \t]*)export\s+(const|let|var)\s+(\w+)\s*=/gm, "$1$2 $3 = module.exports.$3 =")
    .replace(/^([ \t]*)export\s+function\s+(\w+)/gm, "$1module.exports.$2 = $2; function $2");
  if (/^\s*export\b/m.test(body)) return { reason: "exports in a form that is not known here" };
  const exported = name === undefined ? "(module.exports.default ?? module.exports)" : `module.exports.${name}`;
  return {
    value: `const module = { exports: {} };\nconst exports = module.exports;\n${body.trim()}\nreturn ${exported}(output, context);\n`,
  };
}
