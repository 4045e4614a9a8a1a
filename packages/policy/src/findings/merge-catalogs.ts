import type { Catalog } from "./catalog.ts";

/** Two catalogs as one; where both have a service, the first one's counts. */
export function mergeCatalogs(first: Catalog, second: Catalog): Catalog {
  return {
    service: (prefix) => first.service(prefix) ?? second.service(prefix),
    prefixes: new Set([...first.prefixes, ...second.prefixes]),
    arnFormats: (vendor) => {
      const formats = first.arnFormats(vendor);
      return formats.length > 0 ? formats : second.arnFormats(vendor);
    },
    ownersOfKeys: (prefix) => [...first.ownersOfKeys(prefix), ...second.ownersOfKeys(prefix)],
    guardedServices: new Set([...first.guardedServices, ...second.guardedServices]),
  };
}
