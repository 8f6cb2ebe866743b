/** The chain over the records: each one's hash covers its text and the hash of the one before it. */
import { hash } from "node:crypto";

/** What the first record's hash covers in place of a record before it. */
export const GENESIS = "0".repeat(64);

/** SHA-256 over the previous record's hash, a line feed and the record's canonical text; 64 hex digits. */
export function chainHash(previous: string, text: string): string {
  return hash("sha256", `${previous}\n${text}`, "hex");
}

/** A place in a chain, to be kept elsewhere: who has it can tell later whether what lies before it was changed. */
export interface Anchor {
  /** Which chain, where a store has several: one for each process that writes at the same time. */
  chain?: number;
  place: number;
  hash: string;
}

/** Writes anchors: `1234:9f86…`, or `1/1234:9f86…,2/56:03ac…` where there are several chains. */
export function formatAnchors(anchors: readonly Anchor[]): string {
  return anchors
    .map(({ chain, place, hash: digest }) => `${chain === undefined ? "" : `${chain}/`}${place}:${digest}`)
    .join(",");
}

/** Reads what `formatAnchors` wrote; undefined where the text is something else. */
export function parseAnchors(text: string): Anchor[] | undefined {
  const anchors = text.split(",").map((one): Anchor | undefined => {
    const match = /^(?:(\d{1,9})\/)?(\d{1,15}):([0-9a-f]{64})$/.exec(one.trim());
    if (!match?.[2] || !match[3]) return undefined;
    return { ...(match[1] === undefined ? {} : { chain: Number(match[1]) }), place: Number(match[2]), hash: match[3] };
  });
  return anchors.includes(undefined) ? undefined : (anchors as Anchor[]);
}

/**
 * The record that stands for records which retention removed. It is part of the chain like any other, so that what
 * was removed, when and how much can not be changed later without breaking the chain.
 */
export interface Checkpoint {
  kind: "checkpoint";
  id: string;
  /** When it was written. Milliseconds since 1970. */
  at: number;
  /** The records from place `from` to place `through` are removed. */
  from: number;
  through: number;
  /** The hash of the record at `through`: what the first record that is left covers. */
  hash: string;
  /** How many decisions were removed, and what they cost together. Micro-USD. */
  decisions: number;
  costMicroUsd: number;
  /** All that began before this moment was to go. Milliseconds since 1970. */
  before: number;
}
