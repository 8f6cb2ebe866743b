/** One language server as a child process, driven as an editor drives it, with the times that it takes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

/** @typedef {{ line: number, character: number }} Position */
/** @typedef {{ range: { start: Position, end: Position }, severity?: number, message: string }} Diagnostic */

/** Longer than this nobody waits. */
const PATIENCE = 60_000;

const capabilities = {
  workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
  textDocument: {
    synchronization: { didSave: true },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown", "plaintext"] } },
    hover: { contentFormat: ["markdown", "plaintext"] },
    publishDiagnostics: { versionSupport: true, relatedInformation: true },
  },
};

export class EditorClient {
  /** @type {import("node:child_process").ChildProcessWithoutNullStreams} */
  #child;
  #connection;
  /** @type {Set<(uri: string, diagnostics: Diagnostic[]) => void>} */
  #listeners = new Set();
  #version = 0;
  #uri = "";
  #standardError = "";

  /** @param {string[]} args Of Node. @param {string} folder @param {Record<string, unknown>} settings By section. */
  constructor(args, folder, settings) {
    this.#child = spawn(process.execPath, args, { cwd: folder, stdio: "pipe" });
    this.#child.stderr.on("data", (data) => {
      this.#standardError += data;
    });
    const connection = createMessageConnection(
      new StreamMessageReader(this.#child.stdout),
      new StreamMessageWriter(this.#child.stdin),
    );
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      for (const listener of [...this.#listeners]) listener(uri, diagnostics);
    });
    connection.onRequest("workspace/configuration", ({ items }) =>
      items.map((/** @type {{ section: string }} */ { section }) => settings[section] ?? null),
    );
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/workspaceFolders", () => null);
    connection.onError(() => {});
    connection.listen();
    this.#connection = connection;
  }

  /** @param {string} rootUri @param {Record<string, unknown>} settings */
  async initialize(rootUri, settings) {
    const workspaceFolders = [{ uri: rootUri, name: "bench" }];
    const initialize = { processId: process.pid, rootUri, workspaceFolders, capabilities };
    await this.#connection.sendRequest("initialize", initialize);
    await this.#connection.sendNotification("initialized", {});
    await this.#connection.sendNotification("workspace/didChangeConfiguration", { settings });
  }

  /** Opens a text, and returns the milliseconds to its first diagnostics. @param {string} uri @param {string} text */
  async open(uri, text) {
    this.#uri = uri;
    this.#version = 1;
    const shown = this.#shown(() => true);
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    return await shown;
  }

  /** Replaces a part of the text. @param {Position} start @param {Position} end @param {string} text */
  async edit(start, end, text) {
    this.#version += 1;
    const range = { start, end };
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.#uri, version: this.#version },
      contentChanges: [{ range, text }],
    });
  }

  /**
   * Edits, and returns the milliseconds until there is, or is no longer, an error on a line.
   * @param {Parameters<EditorClient["edit"]>} edit @param {boolean} wrong
   */
  async editUntil(edit, wrong) {
    const [{ line }] = edit;
    const shown = this.#shown((found) => found.some((one) => isErrorOn(one, line)) === wrong);
    await this.edit(...edit);
    return await shown;
  }

  /** Milliseconds of a request, with its answer. @param {string} method @param {Position} position */
  async request(method, position) {
    const began = performance.now();
    const parameters = { textDocument: { uri: this.#uri }, position };
    const answer = await this.#connection.sendRequest(method, parameters);
    return { took: performance.now() - began, answer };
  }

  /** Resident memory now and at its highest, in MB; undefined where the system does not tell. */
  async memory() {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8").catch(() => "");
    const megabytes = (/** @type {string} */ name) => {
      const match = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status);
      return match ? Math.round(Number(match[1]) / 1024) : undefined;
    };
    return { now: megabytes("VmRSS"), highest: megabytes("VmHWM") };
  }

  async stop() {
    this.#connection.dispose();
    const ended = once(this.#child, "exit");
    this.#child.kill();
    await ended;
  }

  /** @param {(found: Diagnostic[]) => boolean} until @returns {Promise<number>} */
  #shown(until) {
    const began = performance.now();
    const uri = this.#uri;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
      };
      const listener = (/** @type {string} */ of, /** @type {Diagnostic[]} */ found) => {
        if (of !== uri || !until(found)) return;
        end();
        resolve(performance.now() - began);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`No such diagnostics in ${PATIENCE / 1000} s. ${this.#standardError.slice(-2_000)}`));
      }, PATIENCE);
      this.#listeners.add(listener);
    });
  }
}

/** @param {Diagnostic} diagnostic @param {number} line */
function isErrorOn({ range, severity }, line) {
  return severity === 1 && range.start.line === line;
}
