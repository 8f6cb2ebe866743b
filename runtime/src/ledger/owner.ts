/** Which process holds a reservation, so that the reservations of a dead one can be told from those of a live one. */
import { randomBytes } from "node:crypto";
import process from "node:process";

/** A name for this process that no other has had. */
export function createOwner(): string {
  return `${process.pid}-${randomBytes(6).toString("hex")}`;
}

/** Whether the process of that name still runs. A reused process id counts as running. */
export function isAlive(owner: string, self: string): boolean {
  if (owner === self) return true;
  const pid = Number.parseInt(owner, 10);
  if (pid === process.pid || !Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
