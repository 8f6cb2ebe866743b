/** What a site's options become: which go, and which are set to what. */
import type { AimedOptions, ClientClass } from "../../vendors/index.ts";
import { type OptionChange, settingsOf } from "./object-edits.ts";

/** For a client of the gateway's own: the workload, and nothing of the vendor's. */
export function gatewayChange(client: ClientClass, workload: string, quote: string): OptionChange {
  const settings = settingsOf([[["workload"], quote + workload + quote]]);
  return { settings, dropped: new Set(client.vendorOptions) };
}

/** For a client that stays the vendor's own: the gateway's address and key, and the workload in a header. */
export function aimedChange(
  aim: AimedOptions,
  vendorOptions: readonly string[],
  workload: string,
  quote: string,
): OptionChange {
  const address = aim.path === "" ? "process.env.FAIRLEAD_URL" : `\`\${process.env.FAIRLEAD_URL}${aim.path}\``;
  const key = [aim.key.split("."), "process.env.FAIRLEAD_KEY"] as const;
  const others = [
    [aim.address.split("."), address],
    [[...aim.headers.split("."), "fairlead-workload"], quote + workload + quote],
  ] as const;
  const [first, last] = others;
  const settings = settingsOf(aim.address.includes(".") ? [key, ...others] : [first, key, last]);
  return { settings, dropped: new Set(vendorOptions) };
}
