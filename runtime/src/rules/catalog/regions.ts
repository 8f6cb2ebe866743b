/** In which jurisdiction cloud regions lie, by the names that AWS, Azure and Google Cloud publish. */
import type { Jurisdiction } from "../../documents/vocabulary.ts";

const PATTERNS: readonly (readonly [RegExp, Jurisdiction])[] = [
  // AWS
  [/^us-(gov-)?(east|west)-\d$/, "us"],
  [/^ca-(central|west)-\d$/, "ca"],
  [/^eu-west-2$/, "uk"],
  [/^eu-central-2$/, "ch"],
  [/^eu-(central-1|west-[13]|north-1|south-[12])$/, "eu"],
  [/^ap-northeast-[13]$/, "jp"],
  [/^ap-northeast-2$/, "kr"],
  [/^ap-southeast-1$/, "sg"],
  [/^ap-southeast-[24]$/, "au"],
  [/^ap-south-[12]$/, "in"],
  [/^sa-east-1$/, "br"],
  // Azure
  [/^(east|west|central|northcentral|southcentral|westcentral)us\d?$/, "us"],
  [/^canada(central|east)$/, "ca"],
  [/^uk(south|west)$/, "uk"],
  [/^switzerland(north|west)$/, "ch"],
  [
    /^(swedencentral|swedensouth|westeurope|northeurope|france(central|south)|germany(westcentral|north)|italynorth|polandcentral|spaincentral|austriaeast|belgiumcentral|denmarkeast)$/,
    "eu",
  ],
  [/^japan(east|west)$/, "jp"],
  [/^korea(central|south)$/, "kr"],
  [/^southeastasia$/, "sg"],
  [/^australia(east|southeast|central2?)$/, "au"],
  [/^(central|south|west)india$/, "in"],
  [/^brazil(south|southeast)$/, "br"],
  // Google Cloud
  [/^us-(central|east|west|south)\d$/, "us"],
  [/^northamerica-northeast\d$/, "ca"],
  [/^europe-west2$/, "uk"],
  [/^europe-west6$/, "ch"],
  [/^europe-(west(1|3|4|8|9|10|12)|north[12]|central2|southwest1)$/, "eu"],
  [/^asia-northeast[12]$/, "jp"],
  [/^asia-northeast3$/, "kr"],
  [/^asia-southeast1$/, "sg"],
  [/^australia-southeast[12]$/, "au"],
  [/^asia-south[12]$/, "in"],
  [/^southamerica-east1$/, "br"],
];

/** The jurisdiction of a cloud region, or undefined where its name is not known. */
export function jurisdictionOfRegion(region: string): Jurisdiction | undefined {
  const name = region.toLowerCase();
  return PATTERNS.find(([pattern]) => pattern.test(name))?.[1];
}

const PROFILES: Readonly<Record<string, Jurisdiction>> = {
  eu: "eu",
  us: "us",
  "us-gov": "us",
  jp: "jp",
  au: "au",
  global: "global",
};

/** Where a cross-region inference profile of Bedrock may process data, or undefined for any other upstream id. */
export function jurisdictionOfProfile(upstream: string): Jurisdiction | undefined {
  const match = /^(?:arn:[^/]*inference-profile\/)?([a-z-]+)\.[a-z0-9-]+\./.exec(upstream);
  const prefix = match?.[1];
  return prefix !== undefined && Object.hasOwn(PROFILES, prefix) ? PROFILES[prefix] : undefined;
}
