/** Addresses and the hosts in them. */

const LOCAL = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|.+\.local)$/;

/** The pattern of a host in a vendor's row. */
export function hostPattern(host: string): RegExp {
  const escaped = host.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, "[^.]+");
  return new RegExp(`^${host.startsWith(".") ? ".+" : ""}${escaped}$`);
}

/** The host of an address that begins with http or https, in lower case; undefined where it has none. */
export function hostOf(address: string): string | undefined {
  return /^https?:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]+)/i.exec(address.trim())?.[1]?.toLowerCase();
}

/** Whether the host is this machine, or its network neighbour by a name that no public resolver knows. */
export function isLocalHost(host: string): boolean {
  return LOCAL.test(host);
}
