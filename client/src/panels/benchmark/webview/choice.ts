/** What a person chose to see, kept while the page is hidden and over a reload. */
import { useState } from "preact/hooks";
import { restored, save } from "./editor.ts";

/** Like `useState`; a kept value that is not one of the allowed gives way to the first of them. */
export function useChoice<Value extends string>(
  name: string,
  allowed: readonly [Value, ...Value[]],
): [Value, (value: Value) => void] {
  const [chosen, setChosen] = useState<unknown>(() => restored().choices[name]);
  const value = allowed.find((one) => one === chosen) ?? allowed[0];
  return [value, (next) => keep(name, next, setChosen)];
}

/** The same for a text that may be anything. */
export function useText(name: string): [string, (value: string) => void] {
  const [chosen, setChosen] = useState<unknown>(() => restored().choices[name]);
  return [typeof chosen === "string" ? chosen : "", (next) => keep(name, next, setChosen)];
}

function keep(name: string, next: string, set: (value: unknown) => void): void {
  set(next);
  save({ choices: { ...restored().choices, [name]: next } });
}
