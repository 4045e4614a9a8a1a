/** An operation of a model: what the server says who does not have it, or nothing where it is offered. */
export type OperationParity = { readonly name: string; readonly notOffered: string | undefined };

export type ServiceParity = {
  readonly service: string;
  readonly apiVersion: string;
  readonly operations: readonly OperationParity[];
};

/**
 * docs/parity.md: for each service which operations of AWS's model are offered, and why the others are not; and
 * what our own service has beside them.
 */
export function parityText(services: readonly ServiceParity[], own: readonly ServiceParity[]): string {
  return `${[
    "# Parity with AWS",
    "",
    "Every operation of the models of the services that Portcullis speaks for. Made by `npm run parity` from the table",
    "that answers requests; a call to an operation that is not offered is refused with the reason given here.",
    "",
    "| service | API version | offered | of |",
    "|---|---|---:|---:|",
    ...services.map(
      ({ service, apiVersion, operations }) =>
        `| [${service}](#${service}) | ${apiVersion} | ${offered(operations).length} | ${operations.length} |`,
    ),
    "",
    "Beside AWS's services there is one of our own, for what AWS has no operation for. Clients learn it from its model, as",
    "[backup.md](backup.md) shows.",
    "",
    "| service | API version | operations |",
    "|---|---|---:|",
    ...own.map(
      ({ service, apiVersion, operations }) =>
        `| [${service}](#${service}) | ${apiVersion} | ${offered(operations).length} |`,
    ),
    ...[...services, ...own].flatMap(serviceLines),
  ].join("\n")}\n`;
}

function serviceLines({ service, operations }: ServiceParity): string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, notOffered } of operations) {
    if (notOffered !== undefined) reasons.set(notOffered, [...(reasons.get(notOffered) ?? []), name]);
  }
  return [
    "",
    `## ${service}`,
    ...section("Offered", offered(operations)),
    ...[...reasons].flatMap(([reason, names]) => section(`Not offered: ${reason}`, names)),
  ];
}

function section(title: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : ["", `${title}:`, "", ...names.map((name) => `- ${name}`)];
}

function offered(operations: readonly OperationParity[]): string[] {
  return operations.filter(({ notOffered }) => notOffered === undefined).map(({ name }) => name);
}
