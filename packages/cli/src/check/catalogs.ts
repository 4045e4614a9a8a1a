import { readFileSync } from "node:fs";
import { awsAuthorization } from "@portcullis/aws-model";
import { type Catalog, mergeCatalogs, readServiceReference } from "@portcullis/policy";

/** AWS's services and those of the files; undefined where a file cannot be read, which was said. */
export async function catalogWith(
  paths: readonly string[],
  complain: (sentence: string) => void,
): Promise<Catalog | undefined> {
  let catalog: Catalog | undefined = await awsAuthorization();
  for (const path of paths) {
    const own = readOwn(path, complain);
    // The installation's own service counts where AWS has one of the same name.
    catalog = own && catalog && mergeCatalogs(own, catalog);
  }
  return catalog;
}

function readOwn(path: string, complain: (sentence: string) => void): Catalog | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    complain(`The catalog ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    return undefined;
  }
  const read = readServiceReference(text);
  if (read.ok) return read.catalog;
  complain(`The catalog ${path} is not in the format of AWS's service reference: ${read.problem}.`);
  return undefined;
}
