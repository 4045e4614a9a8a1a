/** Makes the generated files of packages/aws-model from their committed sources, or checks them. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { differences, write } from "./generate/output.ts";
import { serviceFiles } from "./generate/service-files.ts";

const help = `usage: npm run generate -- [--models <dir>] [--check]

  --models <dir>   take API models in botocore's format from there and refresh the repository's copies
                   (PORTCULLIS_MODELS; default packages/aws-model/models)
  --check          write nothing; fail if a generated file differs from what its sources give
`;

const { values } = parseArgs({
  options: {
    models: { type: "string" },
    check: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}

const root = resolve(import.meta.dirname, "..");
const models = values.models ?? process.env.PORTCULLIS_MODELS ?? "packages/aws-model/models";

try {
  const files = serviceFiles(resolve(root, models));
  if (values.check) {
    const changed = differences(root, files);
    if (changed.length > 0) {
      throw new Error(`not up to date: ${changed.join(", ")}\nrun: npm run generate`);
    }
    process.stdout.write(`${files.length} generated files are up to date\n`);
  } else {
    const changed = write(root, files);
    process.stdout.write(changed.length === 0 ? "nothing changed\n" : `${changed.join("\n")}\n`);
  }
} catch (error) {
  process.stderr.write(`generate: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
