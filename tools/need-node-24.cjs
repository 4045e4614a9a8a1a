"use strict";
// Loaded before every tool (`node --require`): an older Node could not even parse what follows.
if (Number(process.versions.node.split(".")[0]) < 24) {
  process.stderr.write(
    "portcullis: the tools need Node.js 24 or newer, and this is " +
      process.version +
      "; `npm ci` brings one on 64-bit Linux, elsewhere install it from https://nodejs.org/.\n",
  );
  process.exit(1);
}
