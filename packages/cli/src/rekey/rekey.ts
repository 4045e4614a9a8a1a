import { setTimeout } from "node:timers/promises";
import { readArguments } from "../arguments.ts";
import { callPortcullis } from "../client/call.ts";
import { type Target, targetOf } from "../client/target.ts";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { followRotation } from "./follow-rotation.ts";
import { progressOf } from "./progress.ts";

const help = `Usage: portcullis rekey [--wait|--no-wait] [--format text|json]

Rotates the keys of the running servers: all data keys are wrapped anew with the first master key, new data keys take the
place of the old ones, and what is kept sealed is sealed anew. The servers go on serving, and carry it on by themselves if
this command is ended. Where a rotation is under way it is joined, so the command may be run again at any time. It prints
each step, and ends with 0 when the rotation is done.

Calls portcullis:RotateKeys and portcullis:DescribeKeys, which principals of the operator's account may be permitted.
Reads these variables of AWS's clients and nothing else of theirs, no profile either: AWS_ENDPOINT_URL_PORTCULLIS or
AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, and AWS_REGION or AWS_DEFAULT_REGION.

Options:
  --wait
      follow the rotation until it is done: the default
  --no-wait
      end as soon as it is started
  --format FORMAT
      text or json, the last answer alone; default: text
`;

const options = {
  wait: { type: "boolean" },
  "no-wait": { type: "boolean" },
  format: { type: "string" },
} as const;

/** `portcullis rekey`: a client of the API, as any other. */
export const rekey: Command = {
  help: () => help,
  async run(argv, { env, out, err }: Surroundings): Promise<ExitCode> {
    const refuse = (problem: string): ExitCode => {
      err.write(`portcullis rekey: ${problem} See portcullis rekey --help.\n`);
      return usageError;
    };
    const read = readArguments(argv, options);
    if ("problem" in read) return refuse(read.problem);
    const { format = "text", wait, "no-wait": noWait } = read.values;
    if (read.positionals.length > 0) return refuse("All keys are rotated: there is nothing to name.");
    if (format !== "text" && format !== "json") return refuse("--format must be text or json.");
    if (wait && noWait) return refuse("--wait and --no-wait cannot be given together.");
    const target = targetOf(env);
    if ("problem" in target) return refuse(target.problem);
    const say = format === "text" ? linesTo(out) : () => {};
    const rotated = await (noWait ? start : startAndFollow)(target, say);
    if ("problem" in rotated) {
      err.write(`portcullis rekey: ${rotated.problem}\n`);
      return 1;
    }
    if (format === "json") out.write(`${JSON.stringify(rotated.answer, undefined, 2)}\n`);
    return 0;
  },
};

type Rotated = { readonly answer: object } | { readonly problem: string };
type Say = (line: string) => void;

async function start(target: Target, say: Say): Promise<Rotated> {
  const called = await callPortcullis(target, "RotateKeys", {});
  if (!called.ok) return called;
  say(called.output.Started ? "A rotation is started." : "A rotation is under way, and is joined.");
  return { answer: called.output };
}

async function startAndFollow(target: Target, say: Say): Promise<Rotated> {
  const started = await start(target, say);
  if ("problem" in started) return started;
  const followed = await followRotation({
    ask: () => callPortcullis(target, "DescribeKeys", {}),
    pause: setTimeout,
    seen: (keys) => say(progressOf(keys)),
  });
  return "problem" in followed ? followed : { answer: followed.keys };
}

/** Each line once, as long as it stays the same. */
function linesTo(out: Surroundings["out"]): Say {
  let last: string | undefined;
  return (line) => {
    if (line !== last) out.write(`${line}\n`);
    last = line;
  };
}
