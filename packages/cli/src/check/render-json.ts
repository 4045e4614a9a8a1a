import { countsOf, type Render } from "./report.ts";

export const renderJson: Render = (files) => {
  const report = {
    files: files.map(({ path, type, guessed, findings }) => ({ path, type, guessed, findings })),
    counts: countsOf(files),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
};
