/** A copy of the shipped content to be edited in the YAML itself: what is not touched stays as it was written. */
import { isNode, isSeq, type Document } from "yaml";
import type { Texts } from "../../src/content/folder.ts";
import { contentOf, type Content, type Shipped } from "./content.ts";

export type Path = readonly (string | number)[];

/** Paths that are not there throw: the edit would otherwise change nothing. */
export interface Copy {
  readonly shipped: Shipped;
  /** Plain data at a path. */
  get(file: string, path: Path): unknown;
  set(file: string, path: Path, value: unknown): void;
  /** Puts a value into a list, at the end unless told where. */
  insert(file: string, list: Path, value: unknown, index?: number): void;
  remove(file: string, path: Path): void;
  /** Where the entry of this id stands in a list. */
  indexOf(file: string, list: Path, id: string): number;
  /** Every file, the changed ones written anew. */
  texts(): Texts;
  /** The copy read as data. */
  content(): Content;
}

/** What is put in stands on one line, and written out in full however often it is put in. */
const NODE = { flow: true, aliasDuplicateObjects: false } as const;
/** Long lines stay long and brackets tight, as the files are written. */
const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;

export function copyOf(shipped: Shipped): Copy {
  const changed = new Map<string, Document>();
  const original = (file: string): Document => {
    const document = changed.get(file) ?? shipped.documents.get(file);
    if (document === undefined) throw new Error(`no file ${file}`);
    return document;
  };
  const opened = (file: string): Document => {
    const document = changed.get(file) ?? original(file).clone();
    changed.set(file, document);
    return document;
  };
  const get = (file: string, path: Path): unknown => {
    const document = original(file);
    const found: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    if (found === undefined) throw new Error(`nothing at ${path.join(".")} in ${file}`);
    return isNode(found) ? found.toJS(document) : found;
  };
  return {
    shipped,
    get,
    set: (file, path, value) => {
      const document = opened(file);
      get(file, path.slice(0, -1));
      document.setIn(path, document.createNode(value, NODE));
    },
    insert: (file, list, value, index) => {
      const document = opened(file);
      const found: unknown = document.getIn(list, true);
      if (!isSeq(found)) throw new Error(`no list at ${list.join(".")} in ${file}`);
      const node = document.createNode(value, NODE);
      found.items.splice(index ?? found.items.length, 0, node);
    },
    remove: (file, path) => {
      if (!opened(file).deleteIn(path))
        throw new Error(`nothing at ${path.join(".")} in ${file} to remove`);
    },
    indexOf: (file, list, id) => {
      const entries = get(file, list) as readonly { readonly id?: string }[];
      const index = entries.findIndex((entry) => entry.id === id);
      if (index < 0) throw new Error(`no ${id} at ${list.join(".")} in ${file}`);
      return index;
    },
    texts: () =>
      new Map(
        [...shipped.texts].map(([file, text]) => {
          const document = changed.get(file);
          return [file, document === undefined ? text : document.toString(STYLE)] as const;
        }),
      ),
    content: () =>
      contentOf(
        new Map([...changed].map(([file, document]) => [file, document.toJS() as unknown])),
        shipped.values,
      ),
  };
}
