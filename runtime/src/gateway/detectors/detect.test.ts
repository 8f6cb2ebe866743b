import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Detector, detect } from "./detect.ts";

const ALL = {
  "payment-card": "restricted",
  iban: "confidential",
  email: "internal",
  "national-id": "restricted",
  secret: "restricted",
} as const;
const found = (text: string): readonly Detector[] => detect({ messages: [{ content: text }] }, ALL).detectors;

describe("found", () => {
  // Numbers that the schemes and authorities publish as examples.
  test.each<[string, Detector]>([
    ["my card is 4111 1111 1111 1111, thanks", "payment-card"],
    ["5555-5555-5555-4444", "payment-card"],
    ["378282246310005", "payment-card"],
    ["6011111111111117", "payment-card"],
    ["30569309025904", "payment-card"],
    ["3530111333300000", "payment-card"],
    ["order 4711 4242 4242 4242 4242 2026", "payment-card"],
    ["4111\u00a01111\u00a01111\u00a01111", "payment-card"],
    ["4111\u20111111\u20111111\u20111111 or 4111 – 2", "payment-card"],
    [
      "\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
      "payment-card",
    ],
    [
      "\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661",
      "payment-card",
    ],
    ["4111\u200b1111\u200b1111\u200b1111", "payment-card"],
    ["4111.1111.1111.1111", "payment-card"],
    ["4111  1111  1111  1111", "payment-card"],
    ["3782/822463/10005", "payment-card"],
    ["4111\n1111\n1111\n1111", "payment-card"],
    ["data:text/plain,4111111111111111", "payment-card"],
    ["data:image/png;base64,AAAA my card is 4111111111111111", "payment-card"],
    ["invoice AB12 of DE89 3704 0044 0532 0130 00", "iban"],
    ["ref_DE89370400440532013000", "iban"],
    ["DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "iban"],
    ["811218\u22129876", "national-id"],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "secret"],
    [`Authorization: Bearer gsk_${"aB3x".repeat(13)}`, "secret"],
    ["DE89 3704 0044 0532 0130 00 and then some", "iban"],
    ["pay to gb82west12345698765432.", "iban"],
    ["NO93 8601 1117 947", "iban"],
    ["SE4550000000058398257466", "iban"],
    ["write to anna.svensson@example.co.uk!", "email"],
    ["19811218-9876", "national-id"],
    ["811218-9876", "national-id"],
    ["Steuer-ID 86095742719", "national-id"],
    ["PESEL 44051401359", "national-id"],
    ["2 55 08 14 168 025 38", "national-id"],
    ["DNI 12345678Z", "national-id"],
    ["RSSMRA85T10A562S", "national-id"],
    ["131052-308T", "national-id"],
    ["SSN 078-05-1120", "national-id"],
    ["QQ 12 34 56 C".replace("QQ", "AB"), "national-id"],
    [`key sk-proj-${"a1B2".repeat(10)}`, "secret"],
    ["AKIAIOSFODNN7EXAMPLE", "secret"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIE", "secret"],
    ["postgres://app:hunter2x@db.example:5432/x", "secret"],
    [`ghp_${"a".repeat(36)}`, "secret"],
  ])("%j is %s", (text, detector) => {
    expect(found(text)).toContain(detector);
  });
});

test("a text that only begins like data is read, and so is a column of numbers", () => {
  expect(found(`${"aB3/".repeat(200)} 4111111111111111`)).toEqual(["payment-card"]);
  expect(found("4012888888881881\n".repeat(60))).toEqual(["payment-card"]);
});

describe("not found", () => {
  test.each([
    "order 4111 1111 1111 1112",
    "1234567812345678",
    "a number of 41111111111111111111111111111 digits",
    "DE89 3704 0044 0532 0130 01",
    "XX82WEST12345698765432",
    "@someone and user@localhost, 3 @ 5.00",
    "19811218-9875",
    "000-12-3456, 666-12-3456, 912-12-3456",
    "12345678A",
    "the sk-learn package, task-oriented, https://example.com/a:b@c",
    "temperatures of 4.5 12.25 0.33 17.08 9.125 6.75 3.5 and 21.0 degrees",
    "version 1.2.3, 2026-11-22T12:00:00Z, +46 8 123 456 78",
    "",
  ])("%j", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("in pictures, which are no text", () => {
    const data = `data:image/png;base64,${Buffer.from("4111111111111111".repeat(50)).toString("base64")}`;
    expect(detect({ image_url: { url: data } }, ALL).detectors).toEqual([]);
    const bare = Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 97) % 256)).toString("base64");
    const lines = `${bare.replaceAll(/.{76}/g, "$&\n")}4111111111111111`;
    expect(detect({ data: lines, bytes: `${bare}4111111111111111` }, ALL).detectors).toEqual([]);
  });
});

test("the highest that was found counts; only what the policy names is looked for", () => {
  const body = { system: [{ text: "a@example.com" }], messages: [{ content: [{ deep: ["DE89370400440532013000"] }] }] };
  expect(detect(body, ALL)).toEqual({ sensitivity: "confidential", detectors: ["iban", "email"] });
  expect(detect(body, { email: "internal" })).toEqual({ sensitivity: "internal", detectors: ["email"] });
  expect(detect(body, { secret: "restricted" })).toEqual({ sensitivity: undefined, detectors: [] });
});

test("numbers and names of members are looked at too", () => {
  expect(detect({ input: 4111111111111111 }, ALL).detectors).toEqual(["payment-card"]);
  expect(detect({ "a@example.com": 1 }, ALL).detectors).toEqual(["email"]);
});

test("one digit changed is no card any more, and cards are found wherever they stand", () => {
  const card = fc
    .tuple(fc.constantFrom("4", "51", "2221", "6011"), fc.stringMatching(/^\d{15}$/))
    .map(([start, rest]) => {
      const digits = (start + rest).slice(0, 15);
      const sum = [...digits].reverse().reduce((total, digit, place) => {
        const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
        return total + (doubled > 9 ? doubled - 9 : doubled);
      }, 0);
      return digits + String((10 - (sum % 10)) % 10);
    });
  fc.assert(
    fc.property(card, fc.nat({ max: 14 }), fc.integer({ min: 1, max: 9 }), (digits, place, by) => {
      expect(found(`on ${digits.replaceAll(/(\d{4})(?=\d)/g, "$1 ")} please`)).toContain("payment-card");
      const last = (Number(digits.at(-1)) + by) % 10;
      expect(found(`x${digits.slice(0, -1)}${last}`)).not.toContain("payment-card");
      expect(place).toBeLessThan(15);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("an array of a million items is read like any other", () => {
  const body = { tokens: Array.from({ length: 1_000_000 }, () => 1), user: "a@example.com" };
  expect(detect(body, { email: "internal" }).detectors).toEqual(["email"]);
});

test("large and hostile texts take no long time", () => {
  const texts = [
    "1".repeat(50_000),
    "1 ".repeat(25_000),
    "a@".repeat(25_000),
    "DE00 ".repeat(10_000),
    "eyJ".repeat(15_000),
    "sk-".repeat(15_000),
    `${"a.".repeat(25_000)}@`,
    "1-".repeat(25_000),
    "4111\u00a0".repeat(10_000),
    "\u0661".repeat(25_000),
    `data:a/b${";a=b".repeat(10_000)}`,
    "1111.".repeat(10_000),
    "A".repeat(500) + "1".repeat(25_000),
  ];
  const started = process.cpuUsage();
  for (const text of texts) found(text);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(5000);
});
