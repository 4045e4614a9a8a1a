import { SaxesParser } from "saxes";

/** An element as it was understood: every decision about a document is made on this one tree. */
export interface XmlElement {
  /** The namespace that its prefix stands for; empty where it has none. */
  readonly uri: string;
  readonly local: string;
  /** Attributes without a prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own characters, those around comments and of CDATA sections too. */
  readonly text: string;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/** Far above any metadata of one provider; what goes beyond is not read on. */
const MOST = { depth: 64, elementsAndAttributes: 10_000 } as const;

/** Stops the parser from within; never leaves this file. */
class NotTaken extends Error {}

/**
 * A document of XML 1.0 as a tree; undefined where it is not well-formed, or more than is taken. There is no way to it
 * for document types, and so for entities: nothing is expanded and nothing is fetched.
 */
export function readXml(text: string): XmlElement | undefined {
  // The parser looks at one half of a pair of surrogates alone.
  if (!text.isWellFormed()) return undefined;
  const parser = new SaxesParser({ xmlns: true, defaultXMLVersion: "1.0", forceXMLVersion: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let taken = 0;
  const take = (): void => {
    taken++;
    if (taken > MOST.elementsAndAttributes) refuse();
  };
  const addText = (more: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on("doctype", refuse);
  parser.on("attribute", take);
  parser.on("opentag", ({ uri, local, attributes }) => {
    take();
    if (open.length === MOST.depth) refuse();
    const plain = Object.values(attributes).filter(({ prefix }) => prefix === "");
    const element: Growing = {
      uri,
      local,
      attributes: new Map(plain.map((attribute) => [attribute.local, attribute.value])),
      children: [],
      text: "",
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", addText);
  parser.on("cdata", addText);
  try {
    parser.write(text).close();
  } catch {
    // The parser throws at the first character that it cannot take.
    return undefined;
  }
  return root;
}

function refuse(): never {
  throw new NotTaken();
}

/** The children of an element that have this name. */
export function childrenOf({ children }: XmlElement, uri: string, local: string): readonly XmlElement[] {
  return children.filter((child) => child.uri === uri && child.local === local);
}
