import { createReadStream } from "node:fs";
import { readArguments } from "../arguments.ts";
import { type ExitCode, type Surroundings, usageError } from "../command.ts";
import type { Command } from "../commands.table.ts";
import { caseDecider, summaryOf, type Tally } from "./case-decider.ts";
import { caseTexts } from "./case-texts.ts";

const help = `Usage: portcullis decide --cases FILE

Decides authorization cases, each with its own request and policies, without a server.

Options:
  --cases FILE
      The cases: a JSON object, a list of them, or one object a line; - is standard input

Prints one line of JSON a case with its id, decision, deciding statement and reason, and at the end how many were
decided, agree with what they expect, differ, and were refused. Exits with 0 if all agree, with 1 if one differs or
is refused, with 2 if the cases cannot be read.
`;

/** Lines are written together, for the sake of speed. */
const CHUNK = 65_536;

/** `portcullis decide`: decides cases offline. */
export const decide: Command = {
  help: () => help,
  async run(argv, around) {
    const read = readArguments(argv, { cases: { type: "string" } });
    if ("problem" in read) return refuse(around, read.problem);
    const { cases } = read.values;
    if (read.positionals.length > 0) return refuse(around, "It takes no argument without an option.");
    if (typeof cases !== "string") return refuse(around, "--cases is missing.");
    try {
      return await decideAll(cases === "-" ? around.input() : createReadStream(cases), around);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      around.err.write(`portcullis decide: The cases cannot be read (${code}).\n`);
      return usageError;
    }
  },
};

function refuse({ err }: Surroundings, problem: string): ExitCode {
  err.write(`portcullis decide: ${problem} See portcullis decide --help.\n`);
  return usageError;
}

async function decideAll(input: AsyncIterable<Uint8Array>, { out }: Surroundings): Promise<ExitCode> {
  const tally: Tally = { decided: 0, expecting: 0, agree: 0, differ: 0, refused: 0 };
  const decideText = caseDecider(tally);
  let waiting = "";
  for await (const text of caseTexts(input)) {
    waiting += decideText(text);
    if (waiting.length < CHUNK) continue;
    out.write(waiting);
    waiting = "";
  }
  out.write(`${waiting}${summaryOf(tally)}\n`);
  return tally.differ + tally.refused > 0 ? 1 : 0;
}
