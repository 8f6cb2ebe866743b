/**
 * Settings that stand on `auto`, for the server, which knows only on and off. What Red Hat's YAML extension does for
 * all YAML is not done a second time for our documents, unless somebody asks for it.
 */

/** What another YAML extension does; all off where there is none. */
export interface OtherYaml {
  formats: boolean;
  validates: boolean;
}

const AUTO: readonly { section: string; key: string; other: keyof OtherYaml }[] = [
  { section: "format", key: "enable", other: "formats" },
  { section: "syntaxErrors", key: "enable", other: "validates" },
];

/** The `fairlead` section of the settings with each `auto`, `on` and `off` as a boolean. Other values stay. */
export function resolveSettings(section: unknown, other: OtherYaml): unknown {
  if (!isRecord(section)) return section;
  const resolved: Record<string, unknown> = { ...section };
  for (const { section: name, key, other: does } of AUTO) {
    const part = section[name];
    if (!isRecord(part)) continue;
    const value = part[key];
    const isOn = value === "auto" ? !other[does] : value === "on" ? true : value === "off" ? false : value;
    resolved[name] = { ...part, [key]: isOn };
  }
  return resolved;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
