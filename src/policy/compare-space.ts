/** Two compiled policies brought into one space: every fact and every value that either of them knows. */
import { compile, valuesOf, type Compiled } from "./compile.ts";
import { Diagram, type NodeId } from "./diagram.ts";
import type { Fact } from "./schema.ts";

/** One of the two policies, as seen from the common space. */
export interface Side {
  readonly compiled: Compiled;
  /** A diagram of the policy in the common space; its terminals stay. Nothing is promised outside `known`. */
  readonly copied: (node: NodeId) => NodeId;
  /** Values this side does not know of facts it does know: no situation of its own has them. As the files list them. */
  readonly unknown: readonly UnknownValue[];
  /** 1 where every value is one this side knows, else 0. */
  readonly known: NodeId;
}

export interface UnknownValue {
  readonly variable: number;
  readonly fact: string;
  readonly value: string;
  readonly where: NodeId;
}

export interface Space {
  /** The union of the facts, in the order of the variables. */
  readonly facts: readonly string[];
  /** The same facts as the files declare them: those of the first policy, then those only the second has. */
  readonly declared: readonly Fact[];
  readonly values: readonly (readonly string[])[];
  /** Of each variable the value that is presumed; -1 where none is. */
  readonly usual: readonly number[];
  readonly diagram: Diagram;
  readonly before: Side;
  readonly after: Side;
}

/** Puts both policies into one space; compiles the second again where its order of facts is another. */
export function spaceOf(before: Compiled, after: Compiled): Space {
  const second = inOrderOf(before, after);
  const facts = merged(idsOf(before), idsOf(second));
  const values = facts.map((id) => [
    ...new Set([before, second].flatMap((compiled) => valuesIn(compiled, id))),
  ]);
  const diagram = new Diagram(values.map((all) => all.length));
  const own = second.declared.filter(({ id }) => !before.variables.has(id));
  const common = { facts, values, diagram };
  const declared = [...before.declared, ...own];
  return {
    ...common,
    declared,
    usual: facts.map((id, variable) => {
      const presumption = declared.find((fact) => fact.id === id)?.presumption ?? "none";
      return presumption === "none" ? -1 : (values[variable]?.indexOf(presumption.value) ?? -1);
    }),
    before: sideOf(before, common),
    after: sideOf(second, common),
  };
}

function idsOf({ facts }: Compiled): readonly string[] {
  return facts.map(({ id }) => id);
}

function valuesIn({ variables, values }: Compiled, id: string): readonly string[] {
  const variable = variables.get(id);
  return variable === undefined ? [] : (values[variable] ?? []);
}

/** Diagrams can be walked in step only where the facts both know stand in the same order. */
function inOrderOf(before: Compiled, after: Compiled): Compiled {
  const own = new Map(after.facts.map((fact) => [fact.id, fact]));
  const order = before.facts.flatMap(({ id }) => own.get(id) ?? []);
  const shared = after.facts.filter(({ id }) => before.variables.has(id));
  return shared.every(({ id }, at) => id === order[at]?.id)
    ? after
    : compile(after.policy, after.pack, order);
}

/** Two lists that agree in the order of what they share, as one that agrees with both. */
function merged(left: readonly string[], right: readonly string[]): readonly string[] {
  const inRight = new Set(right);
  const inLeft = new Set(left);
  let taken = 0;
  const list = left.flatMap((id) => {
    if (!inRight.has(id)) return [id];
    const upTo = right.indexOf(id) + 1;
    const next = right.slice(taken, upTo);
    taken = upTo;
    return next;
  });
  return [...list, ...right.slice(taken).filter((id) => !inLeft.has(id))];
}

function sideOf(compiled: Compiled, space: Pick<Space, "facts" | "values" | "diagram">): Side {
  const { diagram } = space;
  const variables = compiled.facts.map(({ id }) => space.facts.indexOf(id));
  const unknown = compiled.declared.flatMap((fact) => {
    const variable = space.facts.indexOf(fact.id);
    const own = valuesOf(fact);
    return (space.values[variable] ?? []).flatMap((value, index) =>
      own.includes(value)
        ? []
        : [{ variable, fact: fact.id, value, where: diagram.literal(variable, 1 << index) }],
    );
  });
  const yes = diagram.terminal(1);
  const no = diagram.terminal(0);
  return {
    compiled,
    copied: copier(compiled, space, variables),
    unknown,
    known: unknown.reduce((sofar, { where }) => diagram.choose(where, no, sofar), yes),
  };
}

/** Each node is copied once, whatever diagrams it belongs to. */
function copier(
  { diagram: source, values }: Compiled,
  space: Pick<Space, "values" | "diagram">,
  variables: readonly number[],
): Side["copied"] {
  const memo = new Map<NodeId, NodeId>();
  // An unknown value follows the first one: `known` says that it does not count.
  const places = values.map((own, at) =>
    (space.values[variables[at] ?? 0] ?? []).map((value) => Math.max(0, own.indexOf(value))),
  );
  const walk = (node: NodeId): NodeId => {
    if (source.isTerminal(node)) return space.diagram.terminal(source.valueOf(node));
    const known = memo.get(node);
    if (known !== undefined) return known;
    const level = source.levelOf(node);
    const place = places[level] ?? [];
    const made = space.diagram.branch(variables[level] ?? 0, (value) =>
      walk(source.childOf(node, place[value] ?? 0)),
    );
    memo.set(node, made);
    return made;
  };
  return walk;
}
