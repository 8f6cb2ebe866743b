import { expect, test, vi } from "vitest";
import type { Candidate } from "../policy/types.ts";
import { openAIChat } from "../protocols/openai-chat/index.ts";
import { prepare } from "./prepare.ts";

const request = openAIChat.parseIngress('{"model":"m","messages":[{"role":"user","content":"hi"}]}');
const candidateOf = (credentials: object): Candidate =>
  ({
    deployment: { adapter: "openai", provider: "oa", upstream: "m", credentials },
    maxOutputTokens: 10,
  }) as unknown as Candidate;

test("credentials that are not found in time are missing credentials, and nothing waits for them any longer", async () => {
  vi.useFakeTimers();
  try {
    const context = { credentials: () => new Promise<never>(() => {}), endpointOverrides: {}, now: () => 0 };
    const prepared = prepare(request, candidateOf({ chain: "aws" }), context, 300);
    await vi.advanceTimersByTimeAsync(300);
    await expect(prepared).resolves.toMatchObject({
      kind: "failed",
      failure: { failure: "credentials", message: expect.stringContaining("within 300 ms") },
    });
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("credentials that are there set no timer", async () => {
  vi.useFakeTimers();
  try {
    const context = {
      credentials: async () => ({ kind: "key" as const, key: "k" }),
      endpointOverrides: {},
      now: () => 0,
    };
    const prepared = prepare(request, candidateOf({ env: "OA" }), context, 300);
    expect(vi.getTimerCount()).toBe(0);
    await expect(prepared).resolves.toMatchObject({ kind: "ready" });
  } finally {
    vi.useRealTimers();
  }
});
