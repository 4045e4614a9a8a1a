/** The layer of each folder in packages/. A package imports only from layers below its own. */
export const layers: Readonly<Record<string, number>> = {
  policy: 0,
  "aws-model": 0,
  wire: 1,
  directory: 1,
  keys: 2,
  storage: 2,
  services: 3,
  server: 4,
  cli: 5,
};

/** The highest layer without I/O: nothing there imports from Node. */
export const highestPureLayer = 1;
