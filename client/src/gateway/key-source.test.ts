import { expect, test } from "vitest";
import { environmentKey, secretName } from "./key-source.ts";

const env = { FAIRLEAD_URL: "http://127.0.0.1:4180/", FAIRLEAD_KEY: "fl_secret" };

test("the variables' key is for the variables' gateway", () => {
  expect(environmentKey(env, "http://127.0.0.1:4180")).toBe("fl_secret");
});

test.each(["http://127.0.0.1:4181", "https://elsewhere.example.com", "http://127.0.0.1:4180.example.com", ""])(
  "it never goes to %j",
  (url) => expect(environmentKey(env, url)).toBeUndefined(),
);

test("no variable, or an empty one, is no key", () => {
  expect(environmentKey({}, "http://127.0.0.1:4180")).toBeUndefined();
  expect(environmentKey({ ...env, FAIRLEAD_KEY: "" }, "http://127.0.0.1:4180")).toBeUndefined();
});

test("each gateway's key has a name of its own", () => {
  expect(secretName("https://a.example.com/")).toBe(secretName("https://a.example.com"));
  expect(secretName("https://a.example.com")).not.toBe(secretName("https://b.example.com"));
});
