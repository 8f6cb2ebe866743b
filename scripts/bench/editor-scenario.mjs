/** What one server is put through with one file: the same steps, at the same places, for each. */
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {import("./editor-client.mjs").EditorClient} EditorClient */

/**
 * @typedef {object} Figures In milliseconds and megabytes.
 * @property {number} open From opening to the first diagnostics.
 * @property {number[]} edits From an edit to the diagnostics that it makes, whatever the server waits included.
 * @property {number[]} completions Right after a keystroke.
 * @property {number[]} hovers
 * @property {number[]} typing Waits for completion while somebody types without a pause.
 * @property {number | undefined} memory
 * @property {number | undefined} highestMemory
 */

/** Between two keystrokes of somebody who types fast, in milliseconds. */
const KEYSTROKE = 40;

/** After diagnostics a server may have something left to do. */
const QUIET = 30;

/**
 * @param {EditorClient} client @param {string} uri @param {string} text @param {number} times
 * @returns {Promise<Figures>}
 */
export async function runScenario(client, uri, text, times) {
  const lines = text.split("\n");
  const open = await client.open(uri, text);
  const windows = linesWith(lines, "contextWindow: ");
  const places = spread(windows, times);
  // What is compiled or read at first use is not what an edit costs.
  for (const line of spread(windows, 3)) await mistake(client, lines, line);

  const edits = [];
  for (const line of places) {
    edits.push(...(await mistake(client, lines, line)));
    await pause(QUIET);
  }
  const completions = [];
  for (const line of places) completions.push(await completion(client, lines, line));
  const hovers = [];
  for (const line of places) {
    const { took, answer } = await client.request("textDocument/hover", { line, character: 6 });
    expectSome(answer, "hover");
    hovers.push(took);
  }
  const typing = await typeOn(client, lines, places[places.length >> 1] ?? 0, 2 * times);
  await pause(1_000);
  const { now, highest } = await client.memory();
  return { open, edits, completions, hovers, typing, memory: now, highestMemory: highest };
}

/** Puts an error in and takes it out. @param {EditorClient} client @param {string[]} lines @param {number} line */
async function mistake(client, lines, line) {
  const from = { line, character: (lines[line] ?? "").indexOf(": ") + 2 };
  const right = (lines[line] ?? "").slice(from.character);
  const end = { line, character: from.character + right.length };
  const wrong = "many";
  return [
    await client.editUntil([from, end, wrong], true),
    await client.editUntil([from, { line, character: from.character + wrong.length }, right], false),
  ];
}

/** Begins a key on a new line, and asks what it can be. @param {EditorClient} client @param {string[]} lines @param {number} line */
async function completion(client, lines, line) {
  const end = { line, character: (lines[line] ?? "").length };
  const cursor = { line: line + 1, character: 5 };
  await client.edit(end, end, "\n    l");
  const { took, answer } = await client.request("textDocument/completion", cursor);
  expectSome(itemsOf(answer).length, "completion");
  await client.edit(end, cursor, "");
  // A mistake and its repair, whose diagnostics tell that the server has caught up.
  await mistake(client, lines, line);
  await pause(QUIET);
  return took;
}

/**
 * Types a word letter by letter and asks at each.
 * @param {EditorClient} client @param {string[]} lines @param {number} line @param {number} letters
 */
async function typeOn(client, lines, line, letters) {
  const end = { line, character: (lines[line] ?? "").length };
  await client.edit(end, end, "\n    ");
  const waits = [];
  for (let letter = 0; letter < letters; letter += 1) {
    const before = { line: line + 1, character: 4 + letter };
    await client.edit(before, before, "l");
    waits.push(client.request("textDocument/completion", { ...before, character: 5 + letter }));
    await pause(KEYSTROKE);
  }
  return (await Promise.all(waits)).map(({ took }) => took);
}

/** @param {unknown} answer @returns {unknown[]} */
function itemsOf(answer) {
  if (Array.isArray(answer)) return answer;
  return /** @type {{ items?: unknown[] } | null} */ (answer)?.items ?? [];
}

/** @param {unknown} answer @param {string} what */
function expectSome(answer, what) {
  if (!answer) throw new Error(`The server has no ${what} to offer here, so there is nothing to compare.`);
}

/** @param {string[]} lines @param {string} needle */
function linesWith(lines, needle) {
  return lines.flatMap((line, index) => (line.includes(needle) ? [index] : []));
}

/** So many of them, from the first to the last, in an order that jumps. @param {number[]} all @param {number} count */
function spread(all, count) {
  const step = Math.max(1, all.length / count);
  const chosen = Array.from({ length: Math.min(count, all.length) }, (_, index) => all[Math.floor(index * step)] ?? 0);
  return chosen.map((_, index) => chosen[(index * 7) % chosen.length] ?? 0);
}
