/** Which folder a command works in. */
import { type Uri, type WorkspaceFolder, window, workspace } from "vscode";

/** The workspace folder of a file, else that of the active editor, else the first; undefined in an empty window. */
export function folderFor(uri?: Uri): WorkspaceFolder | undefined {
  const wanted = uri ?? window.activeTextEditor?.document.uri;
  return (wanted && workspace.getWorkspaceFolder(wanted)) ?? workspace.workspaceFolders?.[0];
}
