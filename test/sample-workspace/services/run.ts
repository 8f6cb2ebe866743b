// Runs each service once. With direct calls it needs three vendors' keys; migrated, only the gateway's.
import { triage } from "./claims/src/triage.ts";
import { reply } from "./delivery-chat/src/reply.ts";
import { summarise } from "./support/src/summarise.ts";

const ticket =
  "Parcel NP-10442 was promised for Tuesday. It is Friday now and the driver has not come. I need it for a wedding tomorrow.";

console.log(`support        ${await summarise(ticket)}`);
console.log(`claims         ${await triage("The box of NP-20917 was torn and two glasses are broken. It arrived damaged.")}`);

let answer = "";
for await (const piece of reply("Where is my parcel NP-31180?")) answer += piece;
console.log(`delivery-chat  ${answer}`);
