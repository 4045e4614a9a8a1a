#!/usr/bin/env node
"use strict";
// The launcher. Any Node, however old, must be able to parse this file, so it keeps to the JavaScript of 2009:
// it makes sure that the process is a suitable Node with the flags that the server needs, and hands over to run.js.

var fs = require("fs");
var path = require("path");

var OLDEST_MAJOR = 24;

// No inspector can be attached by a signal, and nothing reaches a prototype through a __proto__ key.
var REQUIRED_FLAGS = ["--disable-sigusr1", "--disable-proto=delete"];

// The only flags of Node that the process runs with. Everything else could open its memory (an inspector, heap
// snapshots, reports, core dumps) or load foreign code beside its keys.
var ACCEPTED_FLAGS = [
  "--disable-sigusr1",
  "--disable-proto",
  "--disable-warning",
  "--dns-result-order",
  "--enable-fips",
  "--enable-source-maps",
  "--expose-gc",
  "--force-fips",
  "--max-old-space-size",
  "--max-old-space-size-percentage",
  "--max-semi-space-size",
  "--no-deprecation",
  "--no-warnings",
  "--secure-heap",
  "--secure-heap-min",
  "--stack-trace-limit",
  "--throw-deprecation",
  "--tls-min-v1.2",
  "--tls-min-v1.3",
  "--trace-deprecation",
  "--trace-warnings",
  "--use-bundled-ca",
  "--use-openssl-ca",
  "--use-system-ca",
  "--v8-pool-size",
];

function refuse(sentence) {
  process.stderr.write("portcullis: " + sentence + "\n");
  process.exit(1);
}

function isSuitable(version) {
  return Number(version.split(".")[0]) >= OLDEST_MAJOR;
}

/** The Node that `npm ci` put beside this package (in a checkout, then as an installed dependency), or null. */
function findOwnNode() {
  var name = "node-" + process.platform + "-" + process.arch;
  var folders = [path.join(__dirname, "..", "..", "..", "node_modules"), path.join(__dirname, "..", "..")];
  for (var i = 0; i < folders.length; i++) {
    var file = path.join(folders[i], name, "bin", "node");
    try {
      var version = JSON.parse(fs.readFileSync(path.join(folders[i], name, "package.json"), "utf8")).version;
      if (isSuitable(version) && fs.existsSync(file)) return file;
    } catch (_) {
      // Not installed there.
    }
  }
  return null;
}

function flagName(argument) {
  return argument.split("=")[0].replace(/_/g, "-");
}

/** The first flag in a list of Node's arguments that the process does not run with, or null. */
function findForeignFlag(args) {
  for (var i = 0; i < args.length; i++) {
    if (args[i].charAt(0) === "-" && ACCEPTED_FLAGS.indexOf(flagName(args[i])) === -1)
      return flagName(args[i]);
  }
  return null;
}

/** Runs this launcher again: in this very process where Node can do that, else as a child that gets our signals. */
function runAgain(node, flags) {
  var args = flags.concat([__filename], process.argv.slice(2));
  if (typeof process.execve === "function" && process.platform !== "win32") {
    process.execve(node, [node].concat(args), process.env);
  }
  var child = require("child_process").spawn(node, args, { stdio: "inherit" });
  var signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];
  signals.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on("error", function (error) {
    refuse("cannot run " + node + ": " + error.message);
  });
  child.on("exit", function (code, signal) {
    if (signal === null) process.exit(code);
    signals.forEach(function (name) {
      process.removeAllListeners(name);
    });
    process.kill(process.pid, signal);
  });
}

function launch() {
  // Quotes and backslashes only group words in NODE_OPTIONS; without them every flag starts a word.
  var fromEnvironment = (process.env.NODE_OPTIONS || "").replace(/["\\]/g, "").split(/\s+/);
  var foreign = findForeignFlag(fromEnvironment);
  if (foreign !== null) refuse("it does not run with " + foreign + "; remove it from NODE_OPTIONS.");
  foreign = findForeignFlag(process.execArgv);
  if (foreign !== null) refuse("it does not run with Node's flag " + foreign + ".");

  if (!isSuitable(process.versions.node)) {
    var own = findOwnNode();
    if (own !== null) return runAgain(own, REQUIRED_FLAGS);
    refuse("it needs Node.js " + OLDEST_MAJOR + " or newer, and this is " + process.version + ".");
  }
  var missing = REQUIRED_FLAGS.filter(function (flag) {
    return process.execArgv.indexOf(flag) === -1;
  });
  if (missing.length > 0) return runAgain(process.execPath, process.execArgv.concat(missing));
  require("./run.js");
}

launch();
