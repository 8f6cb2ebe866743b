/** A set of language features that are registered together, with what the server says of them. */
import type { ServerCapabilities } from "vscode-languageserver";
import type { ClientSupport } from "../capabilities.ts";
import type { ServerContext } from "../server-context.ts";

export interface FeatureGroup {
  /** What the server offers to this client; groups must not speak of the same capability. */
  capabilities(client: ClientSupport): ServerCapabilities;
  /** Registers the handlers. Called once, before the connection listens. */
  register(context: ServerContext): void;
  /** Called when the text of an open document has changed, or something else: files, folders, settings. */
  changed?(context: ServerContext, what: "text" | "world"): void;
}
