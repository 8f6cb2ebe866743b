/** The simulator's own API, under `/_simulator`: profiles, faults and counts while it runs. */
import type { Counts } from "../counts.ts";
import type { ProvidersState } from "../providers-state.ts";
import { ProfileError, readProfilePatch } from "../validate-profile.ts";
import type { WireAnswer, WireRequest } from "../vendors/vendor.ts";

export const CONTROL_PREFIX = "_simulator";

export interface ControlContext {
  state: ProvidersState;
  counts: Counts;
}

/**
 * - `GET /_simulator/providers`, `GET /_simulator/providers/{provider}`
 * - `PUT /_simulator/providers/{provider}`: a JSON object with the members of the profile to change
 * - `DELETE /_simulator/providers/{provider}`, `DELETE /_simulator/providers`: back to the first profile
 * - `GET /_simulator/counts`, `DELETE /_simulator/counts`
 */
export function handleControl(request: WireRequest, { state, counts }: ControlContext): WireAnswer {
  const { pathname } = new URL(request.url, "http://simulator");
  const [, , resource, id, ...more] = pathname.split("/");
  const operation = `${request.method} ${resource ?? ""}${id === undefined ? "" : "/{id}"}`;
  if (more.length > 0) return problem(404, "simulator.unknown-path", `There is nothing at ${pathname}.`);
  const provider = readId(id);
  if (provider === undefined) return problem(400, "simulator.bad-provider", `${id} is no percent-encoded provider id.`);
  switch (operation) {
    case "GET providers":
      return json({ providers: state.all() });
    case "GET providers/{id}":
      return json(state.profile(provider));
    case "PUT providers/{id}":
      return change(request, provider, state);
    case "DELETE providers":
      state.resetAll();
      return json({ providers: state.all() });
    case "DELETE providers/{id}":
      state.reset(provider);
      return json(state.profile(provider));
    case "GET counts":
      return json({ counts: counts.all() });
    case "DELETE counts":
      counts.clear();
      return json({ counts: [] });
    default:
      return problem(
        404,
        "simulator.unknown-path",
        `${request.method} ${pathname} is not known. There are GET and DELETE /_simulator/providers, GET, PUT and DELETE /_simulator/providers/{provider}, GET and DELETE /_simulator/counts.`,
      );
  }
}

function change(request: WireRequest, provider: string, state: ProvidersState): WireAnswer {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(request.body));
  } catch (error) {
    return problem(400, "simulator.bad-json", `The body is not JSON: ${(error as Error).message}`);
  }
  try {
    state.patch(provider, readProfilePatch(value));
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return problem(400, "simulator.bad-profile", error.message, { problems: error.problems });
  }
  return json(state.profile(provider));
}

function readId(id: string | undefined): string | undefined {
  try {
    return decodeURIComponent(id ?? "");
  } catch {
    return undefined;
  }
}

function json(value: unknown, status = 200): WireAnswer {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(value, null, 2)}\n` };
}

function problem(status: number, code: string, message: string, more: Record<string, unknown> = {}): WireAnswer {
  return json({ error: { code, message, ...more } }, status);
}
