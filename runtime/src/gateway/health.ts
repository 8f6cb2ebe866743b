/** What this process has seen of each deployment: a circuit breaker, a rate-limit pause, measured latency. */
import type { HealthHint } from "../ledger/types.ts";
import type { CompiledDeployment, DeploymentHealth } from "../policy/types.ts";
import { Measurements } from "./measurements.ts";

/** Failures in a row that open the breaker. */
const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;
/** A rate limit that does not say for how long. */
const DEFAULT_COOLING_MS = 1_000;
const LONGEST_COOLING_MS = 120_000;
/** How much a new measurement counts against all earlier ones. */
const SMOOTHING = 0.2;

interface Seen {
  failures: number;
  openUntil: number;
  /** How often it opened since it last worked; the pause doubles each time. */
  opened: number;
  coolingUntil: number;
  /** A probe is under way until then; others wait for its outcome. */
  probeUntil: number;
  probeStarted: number;
  ttftMs: number | undefined;
  measurements: Measurements;
  refusesStreamUsage: boolean;
}

/** Health by deployment id: it survives a reload that keeps the deployment. Bounded by the catalogs seen. */
export class HealthTracker {
  readonly #seen = new Map<string, Seen>();
  /** What other processes have found, by deployment. */
  #heard: ReadonlyMap<string, HealthHint> = new Map();

  #of(id: string): Seen {
    let seen = this.#seen.get(id);
    if (!seen) {
      seen = {
        failures: 0,
        openUntil: 0,
        opened: 0,
        coolingUntil: 0,
        probeUntil: 0,
        probeStarted: 0,
        ttftMs: undefined,
        measurements: new Measurements(),
        refusesStreamUsage: false,
      };
      this.#seen.set(id, seen);
    }
    return seen;
  }

  /** Drops what is known of deployments that are no longer in the catalog. */
  keepOnly(deployments: readonly CompiledDeployment[]): void {
    const known = new Set(deployments.map((deployment) => deployment.id));
    for (const id of this.#seen.keys()) if (!known.has(id)) this.#seen.delete(id);
  }

  /** What this process has found out of order or cooling, for other processes. */
  hints(now: number): HealthHint[] {
    return [...this.#seen].flatMap(([deployment, { openUntil, coolingUntil }]): HealthHint[] => {
      if (openUntil > now) return [{ deployment, status: "open", until: openUntil }];
      return coolingUntil > now ? [{ deployment, status: "cooling", until: coolingUntil }] : [];
    });
  }

  /** Takes over what other processes have found, in the place of what they had found before. */
  hear(hints: readonly HealthHint[]): void {
    if (hints.length === 0 && this.#heard.size === 0) return;
    const heard = new Map<string, HealthHint>();
    for (const hint of hints) {
      const known = heard.get(hint.deployment);
      if (!known || known.until < hint.until) heard.set(hint.deployment, hint);
    }
    this.#heard = heard;
  }

  /** The health that decisions see at a moment. */
  at(id: string, now: number): DeploymentHealth | undefined {
    const own = this.#own(id, now);
    const hint = this.#heard.size === 0 ? undefined : this.#heard.get(id);
    if (!hint || hint.until <= now || hint.until - now > LONGEST_COOLING_MS) return own;
    if (own !== undefined && own.status !== "healthy") return own;
    return { ...own, status: hint.status, until: hint.until };
  }

  #own(id: string, now: number): DeploymentHealth | undefined {
    const seen = this.#seen.get(id);
    if (!seen) return undefined;
    const measured = seen.measurements.at(now);
    const ttft = {
      ...(seen.ttftMs === undefined ? {} : { ttftMs: Math.round(seen.ttftMs) }),
      ...(measured === undefined ? {} : { measured }),
    };
    // A pause that is further off than any can be was set before the clock was put back: it is over.
    const openUntil = seen.openUntil - now > LONGEST_PAUSE_MS ? 0 : seen.openUntil;
    const probeUntil = seen.failures >= FAILURES_TO_OPEN && seen.probeStarted <= now ? seen.probeUntil : 0;
    const until = Math.max(openUntil, probeUntil);
    if (until > now) return { status: "open", until, ...ttft };
    if (seen.coolingUntil > now && seen.coolingUntil - now <= LONGEST_COOLING_MS)
      return { status: "cooling", until: seen.coolingUntil, ...ttft };
    return { status: "healthy", ...ttft };
  }

  /** An attempt begins. After the pause of an open breaker it is the probe, and others wait up to its time limit. */
  began(id: string, now: number, timeLimitMs: number): void {
    const seen = this.#of(id);
    if (seen.failures < FAILURES_TO_OPEN) return;
    seen.probeStarted = now;
    seen.probeUntil = now + timeLimitMs;
  }

  /** An attempt worked. `took` is the time that it ended, milliseconds since 1970, and how long it took. */
  succeeded(id: string, ttftMs: number | undefined, took?: { at: number; totalMs: number }): void {
    const seen = this.#of(id);
    if (took) seen.measurements.add({ at: took.at, ok: true, ttftMs, totalMs: took.totalMs });
    seen.failures = 0;
    seen.opened = 0;
    seen.openUntil = 0;
    seen.probeUntil = 0;
    if (ttftMs !== undefined)
      seen.ttftMs = seen.ttftMs === undefined ? ttftMs : seen.ttftMs + SMOOTHING * (ttftMs - seen.ttftMs);
  }

  /** An attempt failed in a way that says the deployment is out of order. */
  failed(id: string, now: number): void {
    const seen = this.#of(id);
    seen.failures += 1;
    seen.measurements.add({ at: now, ok: false, ttftMs: undefined, totalMs: undefined });
    seen.probeUntil = 0;
    // Many that began together and fail together are one sign, not one each.
    if (seen.failures < FAILURES_TO_OPEN || (seen.openUntil > now && seen.openUntil - now <= LONGEST_PAUSE_MS)) return;
    seen.openUntil = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** seen.opened);
    seen.opened += 1;
  }

  /** The deployment asked to slow down: no sign of being out of order, and a probe's end. */
  limited(id: string, now: number, retryAfterMs: number | undefined): void {
    const seen = this.#of(id);
    seen.coolingUntil = now + Math.min(LONGEST_COOLING_MS, retryAfterMs ?? DEFAULT_COOLING_MS);
    seen.probeUntil = 0;
  }

  /** Whether the deployment has refused to be asked for the usage of a stream. */
  refusesStreamUsage(id: string): boolean {
    return this.#seen.get(id)?.refusesStreamUsage === true;
  }

  /** It refused; true where that was not known. */
  learnRefusalOfStreamUsage(id: string): boolean {
    const seen = this.#of(id);
    seen.probeUntil = 0;
    if (seen.refusesStreamUsage) return false;
    seen.refusesStreamUsage = true;
    return true;
  }

  /** The attempt says nothing of the deployment's health: the caller left, or the request was at fault. */
  neutral(id: string): void {
    const seen = this.#seen.get(id);
    if (seen) seen.probeUntil = 0;
  }
}
