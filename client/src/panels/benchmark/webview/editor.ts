/** The webview's line to the extension. */
import type { Answers, Question, SavedPanel, ToExtension, ToPanel } from "./messages.ts";

interface EditorApi {
  postMessage(message: ToExtension): void;
  getState(): SavedPanel | undefined;
  setState(state: SavedPanel): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** May be taken only once a page. */
const editor = acquireVsCodeApi();

/** Tells the extension something. */
export function tell(message: ToExtension): void {
  editor.postMessage(message);
}

const waiting = new Map<number, { resolve(answer: Answers[keyof Answers]): void; reject(error: Error): void }>();
let asked = 0;

/** Asks the extension about the result that is shown. Rejects with what it says where it can not answer. */
export function ask<Asked extends Question>(question: Asked): Promise<Answers[Asked["kind"]]> {
  asked += 1;
  const id = asked;
  tell({ type: "ask", id, question });
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (answer: Answers[keyof Answers]) => void, reject });
  });
}

/** Hands an answer to whoever asked. */
export function settle(message: Extract<ToPanel, { type: "answer" | "refusal" }>): void {
  const asker = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === "answer") asker?.resolve(message.answer);
  else asker?.reject(new Error(message.message));
}

/** What was kept over a reload of the page. */
export function restored(): SavedPanel {
  const state = editor.getState();
  return { selected: state?.selected, path: state?.path, choices: state?.choices ?? {} };
}

/** Keeps a part of what the panel shows over a reload. */
export function save(part: Partial<SavedPanel>): void {
  editor.setState({ ...restored(), ...part });
}
