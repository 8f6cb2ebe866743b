/** A folder with a git repository, and the command run in it, for tests. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../run.ts";

/** Noon before every notice of the tests. */
export const NOON = Date.parse("2026-11-22T12:00:00Z");

/** What a command printed, and what it exits with. */
export interface CommandResult {
  out: string;
  err: string;
  exit: number;
}

/** Runs `fairlead PARAMETERS…` in a folder, in this process and at noon. */
export async function runCommand(parameters: readonly string[], cwd: string): Promise<CommandResult> {
  const seen = { out: "", err: "", exit: 0 };
  await run(parameters, {
    cwd,
    env: {},
    now: () => NOON,
    stdout: (text) => {
      seen.out += text;
    },
    stderr: (text) => {
      seen.err += text;
    },
    setExitCode: (code) => {
      seen.exit = Math.max(seen.exit, code);
    },
    signal: new AbortController().signal,
  });
  return seen;
}

export class TestWorkspace {
  readonly root = mkdtempSync(path.join(tmpdir(), "fairlead cli "));

  git(...parameters: string[]): string {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...identity, ...parameters], { cwd: this.root, encoding: "utf8" }).trim();
  }

  /** Makes it a repository with everything committed. */
  commit(): void {
    this.git("init", "-q", "-b", "main");
    this.git("add", "-A");
    this.git("commit", "-qm", "x", "--allow-empty");
  }

  write(file: string, text: string): void {
    const full = path.join(this.root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  /** Runs `fairlead PARAMETERS…` in the folder, or in one below it. */
  run(parameters: readonly string[], below = "."): Promise<CommandResult> {
    return runCommand(parameters, path.join(this.root, below));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Two providers of one model, and a critical workload that may use both. */
export const CATALOG = `apiVersion: fairlead/v1
kind: Catalog
providers:
  north: { adapter: openai, jurisdiction: eu, region: eu-north-1, credentials: { env: NORTH_KEY } }
  south: { adapter: openai, jurisdiction: us, credentials: { env: SOUTH_KEY } }
models:
  large: { supplier: acme, capabilities: [chat], contextWindow: 100000, maxOutputTokens: 8000 }
deployments:
  large@north:
    upstream: large-1 # the first
    price: { input: 5, output: 30 }
    data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: restricted }
  large@south:
    upstream: large-2
    price: { input: 4, output: 20 }
    data: { residency: us, retentionDays: 0, training: false, maxSensitivity: restricted }
`;

export const POLICY = `apiVersion: fairlead/v1
kind: RoutingPolicy
businessUnits:
  sales: { owner: sales-team }
workloads:
  chat:
    businessUnit: sales
    criticality: critical
    sensitivity: confidential
    route: { candidates: [large@north, large@south] }
    code: ["src/chat/**"]
`;
