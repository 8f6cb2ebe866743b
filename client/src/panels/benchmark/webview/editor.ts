/** The webview's line to the extension. */
import type { SavedPanel, ToExtension } from "./messages.ts";

interface EditorApi {
  postMessage(message: ToExtension): void;
  setState(state: SavedPanel): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** May be taken only once a page. */
const editor = acquireVsCodeApi();

/** Tells the extension something. */
export function tell(message: ToExtension): void {
  editor.postMessage(message);
}

/** Keeps what the panel shows over a reload. */
export function save(state: SavedPanel): void {
  editor.setState(state);
}
