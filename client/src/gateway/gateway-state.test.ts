import { expect, test } from "vitest";
import { accessOf, type GatewayState, portOf } from "./gateway-state.ts";

const access = { url: "http://127.0.0.1:4180", key: "k" };

test.each<[GatewayState, boolean]>([
  [{ kind: "stopped" }, false],
  [{ kind: "starting" }, false],
  [{ kind: "failed", reason: "" }, false],
  [{ kind: "running", access, simulated: true }, true],
  [{ kind: "external", access, reachable: true }, true],
  [{ kind: "external", access, reachable: false }, false],
])("%j answers: %s", (state, answers) => expect(accessOf(state)).toBe(answers ? access : undefined));

test.each([
  ["http://127.0.0.1:4180", "4180"],
  ["https://gateway.example.com", "443"],
  ["http://gateway.example.com/", "80"],
  ["not a url", "not a url"],
])("the port of %s is %s", (url, port) => expect(portOf(url)).toBe(port));
