/** What a request is seen to hold, where the policy wants that looked for. Says only whether, never what. */
import { higherSensitivity, type Sensitivity } from "../../documents/vocabulary.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { hasEmail } from "./email.ts";
import { hasIban } from "./iban.ts";
import { hasNationalId } from "./national-id.ts";
import { hasPaymentCard } from "./payment-card.ts";
import { isEncoded, plainText } from "./readable.ts";
import { hasSecret } from "./secret.ts";

export type Detector = keyof NonNullable<CompiledPolicy["detect"]>;

const DETECTORS: Readonly<Record<Detector, (text: string) => boolean>> = {
  "payment-card": hasPaymentCard,
  iban: hasIban,
  email: hasEmail,
  "national-id": hasNationalId,
  secret: hasSecret,
};

/** Every text in a body, names of members included, in any depth; files, pictures and sounds are not read. */
function* textsIn(value: unknown): Generator<string, void> {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === "string") {
      if (!isEncoded(one)) yield plainText(one);
    } else if (typeof one === "number") yield String(one);
    else if (Array.isArray(one)) for (const item of one) open.push(item);
    else if (one !== null && typeof one === "object") {
      for (const [name, member] of Object.entries(one)) {
        yield plainText(name);
        open.push(member);
      }
    }
  }
}

export interface Detected {
  /** The highest sensitivity that what was found asks for; undefined where nothing was. */
  sensitivity: Sensitivity | undefined;
  /** The detectors that found something, in the order of the policy. */
  detectors: readonly Detector[];
}

/** Looks for what the policy names. It only ever raises: what is found can not make data less sensitive. */
export function detect(body: unknown, wanted: NonNullable<CompiledPolicy["detect"]>): Detected {
  const names = (Object.keys(wanted) as Detector[]).filter((name) => wanted[name] !== undefined);
  const found = new Set<Detector>();
  for (const text of textsIn(body)) {
    for (const name of names) if (!found.has(name) && DETECTORS[name](text)) found.add(name);
    if (found.size === names.length) break;
  }
  const detectors = names.filter((name) => found.has(name));
  let sensitivity: Sensitivity | undefined;
  for (const name of detectors) {
    const asked = wanted[name];
    if (asked) sensitivity = sensitivity === undefined ? asked : higherSensitivity(sensitivity, asked);
  }
  return { sensitivity, detectors };
}
