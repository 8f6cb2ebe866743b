import type { StopReason } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

/** Calls that the caller answers: functions, its own tools, and tools of OpenAI's that run where the caller runs. */
const CALLERS_OWN: ReadonlySet<unknown> = new Set([
  "function_call",
  "custom_tool_call",
  "computer_call",
  "local_shell_call",
  "apply_patch_call",
]);

/** Whether an item of the output waits for the caller to do something. */
export function isCallersCall(item: JsonObject): boolean {
  if (CALLERS_OWN.has(item.type)) return true;
  // A shell runs in the provider's container, or where the caller is; a search of tools likewise.
  if (item.type === "shell_call") return isObject(item.environment) && item.environment.type === "local";
  return item.type === "tool_search_call" && item.execution === "client";
}

/** Why a response ended, from its status; undefined for one that has not ended well. */
export function readStopReason(response: JsonObject, hasCalls: boolean): StopReason | undefined {
  if (response.status === "incomplete") {
    const details = isObject(response.incomplete_details) ? response.incomplete_details : {};
    return details.reason === "content_filter" ? "content-filter" : "length";
  }
  // Hosts that imitate OpenAI leave the status out.
  if (response.status !== "completed" && response.status !== undefined && response.status !== null) return undefined;
  return hasCalls ? "tool-calls" : "stop";
}

/** `status` and `incomplete_details` of a response. */
export function writeStatus(reason: StopReason): { status: string; incomplete_details: { reason: string } | null } {
  switch (reason) {
    case "length":
      return { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } };
    case "content-filter":
      return { status: "incomplete", incomplete_details: { reason: "content_filter" } };
    default:
      return { status: "completed", incomplete_details: null };
  }
}
