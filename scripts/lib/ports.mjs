/** Ports that the scripts listen on. */
import net from "node:net";
import { Failure } from "./failure.mjs";

/** Whether nothing listens on the port of this machine. @param {number} port @returns {Promise<boolean>} */
export function portIsFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that is free now. @returns {Promise<number>} */
export function anyFreePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Reads a port from a flag or a variable, and fails where something listens on it.
 * @param {{ what: string, flag: string, variable: string, value: string | undefined, fallback: number }} choice
 * @returns {Promise<number>}
 */
export async function choosePort({ what, flag, variable, value, fallback }) {
  const text = value ?? process.env[variable];
  const port = text === undefined || text === "" ? fallback : Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Failure(
      `"${text}" is no port for ${what}.`,
      `Give a number from 1 to 65535 with ${flag} or ${variable}.`,
    );
  }
  if (!(await portIsFree(port))) {
    throw new Failure(
      `Port ${port}, which ${what} wants, is taken by another program.`,
      `End that program, or choose another port: npm start -- ${flag} ${port + 100} (or set ${variable}).`,
    );
  }
  return port;
}
