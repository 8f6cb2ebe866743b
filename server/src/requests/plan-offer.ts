/** Registers `fairlead/plan`. */
import { LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { ServerContext } from "../server-context.ts";
import { BaseDocuments } from "./base-documents.ts";
import type { FeatureGroup } from "./feature-group.ts";
import { planGroup } from "./plan.ts";
import { planRequest } from "./protocol.ts";

export const planOffer: FeatureGroup = {
  capabilities: () => ({}),
  register(context: ServerContext): void {
    const bases = new BaseDocuments();
    context.connection.onRequest(planRequest, async ({ uri, base = "HEAD" }) => {
      await context.ready;
      try {
        return await planGroup(context.files.groupOf(uri), base, bases, context.now());
      } catch (error) {
        context.logFailure("plan", error);
        const reason = error instanceof Error ? error.message : String(error);
        return new ResponseError(LSPErrorCodes.RequestFailed, `The plan failed: ${reason}`);
      }
    });
  },
};
