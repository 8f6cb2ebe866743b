import { expect, test } from "vitest";
import { accessOf, type GatewayState, isSimulated, portOf } from "./gateway-state.ts";

const access = { url: "http://127.0.0.1:4180", key: "k" };

test.each<[GatewayState, boolean]>([
  [{ kind: "stopped" }, false],
  [{ kind: "starting" }, false],
  [{ kind: "failed", reason: "" }, false],
  [{ kind: "running", access, simulated: true }, true],
  [{ kind: "external", access, reachable: true, simulated: false }, true],
  [{ kind: "external", access, reachable: false, simulated: false }, false],
])("%j answers: %s", (state, answers) => expect(accessOf(state)).toBe(answers ? access : undefined));

test.each([
  ["http://127.0.0.1:4180", "4180"],
  ["https://gateway.example.com", "443"],
  ["http://gateway.example.com/", "80"],
  ["not a url", "not a url"],
])("the port of %s is %s", (url, port) => expect(portOf(url)).toBe(port));

test("simulated providers are known where a gateway runs, and nowhere else", () => {
  expect(isSimulated({ kind: "running", access, simulated: true })).toBe(true);
  expect(isSimulated({ kind: "external", access, reachable: true, simulated: true })).toBe(true);
  expect(isSimulated({ kind: "external", access, reachable: true, simulated: false })).toBe(false);
  expect(isSimulated({ kind: "stopped" })).toBe(false);
});
