import type { Examination } from "../examination.ts";
import { type Finding, fail, ok, warn } from "../finding.ts";
import type { OtherServer } from "../whose-server.ts";

/** Whether a server runs on this machine with these options, and takes requests. */
export function checkServer({ config, server }: Examination): Finding {
  const port = config.listen.operatorPort;
  switch (server.state) {
    case "unasked":
      return ok("Whether a server runs cannot be told: its operator's port is another one at each start.");
    case "silent":
      return ok(`No server runs here: nothing listens on the operator's port ${port}.`);
    case "stuck":
      return fail(`Whatever listens on the operator's port ${port} does not answer.`);
    case "foreign":
      return warn(`Something else than Portcullis listens on the operator's port ${port}.`);
    case "other":
      return warn(
        `The server on port ${port} ${whatOther(server)}: run the doctor with the options of the start.`,
      );
    case "answers": {
      const { version, ready, sentences } = server;
      const running = version === undefined ? "A server" : `A server of version ${version}`;
      const said = sentences.map((sentence) => ` ${sentence}`).join("");
      if (!ready) return fail(`${running} runs and takes no requests.${said}`);
      return said === ""
        ? ok(`${running} runs and takes requests.`)
        : warn(`${running} runs and takes requests.${said}`);
    }
  }
}

function whatOther({ deployment, ours }: OtherServer): string {
  if (deployment === undefined) return "does not tell which deployment it serves";
  if (ours === true) return "is another node of this deployment, with a data directory of its own";
  if (ours === false) return `serves deployment ${deployment}, not this one`;
  return `serves deployment ${deployment} from another data directory`;
}
