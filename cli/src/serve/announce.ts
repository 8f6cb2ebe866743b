import type { LedgerBooks } from "@fairlead/runtime/ledger";
import type { CommandContext } from "../context.ts";
import type { ServeOptions } from "./options.ts";

export interface Announcement {
  url: string;
  generation: string;
  simulatorUrl: string | undefined;
  /** How many requests of a process that had died were settled. */
  orphans: number;
  /** Of the development key. */
  secret: string | undefined;
  ledger: Pick<LedgerBooks, "keys">;
}

/** Says where everything is. */
export async function announce(options: ServeOptions, context: CommandContext, running: Announcement): Promise<void> {
  const { url, generation, simulatorUrl, orphans, secret, ledger } = running;
  const several = options.workers > 1 ? { workers: options.workers } : {};
  if (options.json) {
    const line = { url, generation, key: secret ?? null, simulator: simulatorUrl ?? null, orphans, ...several };
    context.stdout(`${JSON.stringify(line)}\n`);
    return;
  }
  const how = options.workers > 1 ? `, ${options.workers} workers` : "";
  context.stdout(`Gateway on ${url}, generation ${generation}${how}\n`);
  if (simulatorUrl) context.stdout(`Providers are simulated by ${simulatorUrl}; nothing leaves this machine.\n`);
  if (orphans > 0)
    context.stdout(`${orphans} requests of a process that died were settled at what they had reserved.\n`);
  if (secret)
    context.stdout(
      `Development key, valid until the gateway stops:\n  export FAIRLEAD_URL=${url}\n  export FAIRLEAD_KEY=${secret}\n`,
    );
  else if ((await ledger.keys()).every((key) => key.revokedAt !== null))
    context.stdout(
      "No key is known yet: `fairlead keys create --business-unit ID` makes one, --dev-key one for trying.\n",
    );
}
