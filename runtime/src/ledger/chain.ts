/** The chain over the records: each one's hash covers its text and the hash of the one before it. */
import { hash } from "node:crypto";

/** What the first record's hash covers in place of a record before it. */
export const GENESIS = "0".repeat(64);

/** SHA-256 over the previous record's hash, a line feed and the record's canonical text; 64 hex digits. */
export function chainHash(previous: string, text: string): string {
  return hash("sha256", `${previous}\n${text}`, "hex");
}

/** A place in the chain, to be kept elsewhere: who has it can tell later whether what lies before it was changed. */
export interface Anchor {
  place: number;
  hash: string;
}

/** Writes an anchor: `1234:9f86…`. */
export function formatAnchor({ place, hash: digest }: Anchor): string {
  return `${place}:${digest}`;
}

/** Reads an anchor; undefined where the text is none. */
export function parseAnchor(text: string): Anchor | undefined {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim());
  return match?.[1] && match[2] ? { place: Number(match[1]), hash: match[2] } : undefined;
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
