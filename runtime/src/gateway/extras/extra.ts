/** What all protocols' extras share. */
import type { IngressRequest } from "../../protocols/caller.ts";

export interface Extra {
  /** JSON pointer of the member that asks for it. */
  path: string;
  /** The top-level members to take out; undefined where that would not leave the same request. */
  strip: readonly string[] | undefined;
  /** What it would do. */
  reason: string;
  /** Nothing but the provider's keeping of requests and answers, which a policy may allow. */
  keeps?: boolean;
}

export type Body = IngressRequest["body"];

/** A top-level member that asks for an extra. */
export interface Known {
  member: string;
  asks: (value: unknown) => boolean;
  reason: string;
  /** What goes with it. */
  also?: string;
  keeps?: boolean;
}

/** Whether a member is there and not off. */
export const present = (value: unknown): boolean => value !== undefined && value !== null && value !== false;
export const TIER = "another service tier has another price";
export const OWN_TOOL = "a tool that the provider runs itself is billed by the call";

/** The extras that top-level members ask for. */
export function ofMembers(body: Body, known: readonly Known[]): Extra[] {
  const found: Extra[] = [];
  for (const { member, asks, reason, also, keeps = false } of known) {
    if (!asks(body[member])) continue;
    found.push({ path: `/${member}`, strip: also === undefined ? [member] : [member, also], reason, keeps });
  }
  return found;
}
