import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyseSource } from "../index.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** All labelled files, with their labels as the comments that they are. */
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .flatMap((name) =>
    readFileSync(folder + name, "utf8")
      .split(/^(?:===.*\n)?--- /m)
      .slice(1),
  )
  .map((part) => ({ path: part.slice(0, part.indexOf("\n")), text: part.slice(part.indexOf("\n") + 1) }))
  .filter(({ path }) => /\.(?:[cm]?[jt]sx?|py)$/.test(path));

test("half-typed and spoilt texts are read as far as they go, and findings stay inside of them", () => {
  const spoilt = fc
    .tuple(
      fc.constantFrom(...files),
      fc.nat(),
      fc.nat({ max: 40 }),
      fc.constantFrom("", "(", "{", '"', "`", "\n", "\u{1F600}"),
    )
    .map(([{ path, text }, at, length, put]) => {
      const from = at % (text.length + 1);
      return { path, text: text.slice(0, from) + put + text.slice(from + length) };
    });
  fc.assert(
    fc.property(spoilt, fc.boolean(), ({ path, text }, crlf) => {
      const whole = crlf ? text.replaceAll("\n", "\r\n") : text;
      for (const { offset, length, line, column } of analyseSource({ path, text: whole, workloads: [] })) {
        expect(offset + length).toBeLessThanOrEqual(whole.length);
        expect(whole.split("\n")[line - 1]?.length ?? 0).toBeGreaterThanOrEqual(column);
      }
    }),
    { numRuns: 400, seed: 7 },
  );
});

test("values that lead to each other and back, with types of the same names, end soon", () => {
  const names = Array.from({ length: 24 }, (_one, index) => `n${index}`);
  const lines = names.map((name, index) => {
    const others = [names[(index + 1) % 24], names[(index + 5) % 24], names[(index + 9) % 24]];
    return `const ${name} = f<{ ${name}: string; ${others[0]}: number }>(${others.join(", ")});`;
  });
  const text = `import OpenAI from "openai";\n${lines.join("\n")}\nfetch(\`\${n0}/a\`);\nnew OpenAI({ baseURL: n0 });\n`;
  const started = process.cpuUsage();
  expect(analyseSource({ path: "a.ts", text, workloads: [] })).toMatchObject([{ state: "unknown" }]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(6_000);
});
