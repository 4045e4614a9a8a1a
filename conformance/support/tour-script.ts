/** The tour of the README: shell lines, what they print, and a shell that runs them one after another. */
import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Step {
  /** The sentence before the lines. */
  readonly says: string;
  readonly lines: string;
  /** How their output ends, where the text says so; `…` stands for a word. */
  readonly prints: string | undefined;
}

/** The fenced shell blocks of a section, each with the text block that follows it. */
export function stepsOf(readme: string, section: string): readonly Step[] {
  const start = readme.indexOf(`## ${section}\n`);
  if (start === -1) throw new Error(`the text has no section "${section}"`);
  const end = readme.indexOf("\n## ", start + 1);
  const steps: Step[] = [];
  const blocks = /(?<before>.*?)^```(?<kind>\w*)\n(?<block>.*?)^```$/gms;
  for (const { groups = {} } of readme.slice(start, end === -1 ? undefined : end).matchAll(blocks)) {
    const { before = "", kind, block = "" } = groups;
    const last = steps.at(-1);
    if (kind === "sh") {
      steps.push({ says: before.trim().split("\n\n").at(-1) ?? "", lines: block, prints: undefined });
    } else if (kind === "text" && last !== undefined && last.prints === undefined) {
      steps[steps.length - 1] = { ...last, prints: block };
    } else throw new Error(`neither a command nor what it prints: ${block}`);
  }
  return steps;
}

/** Whether the end of an output is what was promised. */
export function endsAsPromised(output: string, promise: string): boolean {
  const words = promise.trim().split("…");
  const pattern = words.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^\\s]+");
  return new RegExp(`(?:^|\\n)${pattern}$`).test(output.trim());
}

export interface Shell {
  /** What the lines print, errors among it. Rejects where one of them fails, unless it may. */
  run(lines: string, mayFail: boolean): Promise<string>;
  end(): Promise<void>;
}

const border = "=== the end of a step ===";

/** One shell: what a step sets, the next one finds. */
export function openShell(cwd: string, env: NodeJS.ProcessEnv): Shell {
  const shell = spawn("sh", ["-s"], { cwd, env, stdio: ["pipe", "pipe", "inherit"] });
  const closed = once(shell, "close");
  let output = "";
  let heard = () => {};
  shell.stdout.on("data", (text) => {
    output += text;
    heard();
  });
  shell.on("close", () => heard());
  shell.stdin.write("exec 2>&1\n");
  return {
    run: (lines, mayFail) =>
      new Promise((resolve, reject) => {
        output = "";
        heard = () => {
          const end = output.indexOf(border);
          if (end !== -1) resolve(output.slice(0, end));
          else if (shell.exitCode !== null) reject(new Error(`the shell ended: ${output}`));
        };
        // What a step before ended runs no other.
        if (shell.exitCode !== null) return heard();
        shell.stdin.write(`set ${mayFail ? "+e" : "-e"}\n${lines}echo '${border}'\n`);
      }),
    async end() {
      shell.stdin.end();
      await closed;
    },
  };
}
