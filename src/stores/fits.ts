/**
 * A schema as a question: does the value fit? Made once out of the schema itself, so that there is one place that says what
 * a case is; answers without copying the value and without gathering what is wrong with it, which takes many times as long.
 * Whoever needs to know what is wrong asks the schema.
 */
import * as z from "zod";

export type Fits = (value: unknown) => boolean;

/**
 * Takes what looks at a value and leaves it as it is: strict objects, lists, texts, numbers and choices. Throws a TypeError
 * on a schema that would change a value, or that it does not know: then the schema and this would not mean the same.
 */
export function fitsOf(schema: z.core.$ZodType): Fits {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return objectFits(def);
    case "array":
      return arrayFits(def);
    case "string":
      return "format" in def ? asked(schema) : both(isString, def.checks);
    case "number":
      return both(numberFits(def), def.checks);
    case "boolean":
      return (value) => typeof value === "boolean";
    case "literal":
      return among(def.values);
    case "enum":
      return among(Object.values(def.entries));
    case "optional":
      return unless(undefined, fitsOf(def.innerType));
    case "nullable":
      return unless(null, fitsOf(def.innerType));
    case "union":
      return unionFits(def);
    case "record":
      return recordFits(def, schema);
    case "custom":
      return both((value) => Boolean(def.fn(value)), def.checks);
    default:
      throw unknownTo(def.type);
  }
}

const unknownTo = (what: string) => new TypeError(`no quick look at ${what} is known`);
const isString: Fits = (value) => typeof value === "string";

function among(values: readonly unknown[]): Fits {
  const all = new Set(values);
  return (value) => all.has(value);
}

const unless =
  (absent: undefined | null, fits: Fits): Fits =>
  (value) =>
    value === absent || fits(value);

/** By the schema itself: for what is rare. */
const asked =
  (schema: z.core.$ZodType): Fits =>
  (value) =>
    z.core.safeParse(schema, value).success;

interface Field {
  readonly fits: Fits;
  readonly needed: boolean;
}

function objectFits({ shape, catchall, checks }: z.core.$ZodObjectDef): Fits {
  if (catchall?._zod.def.type !== "never" || checks !== undefined) throw unknownTo("loose objects");
  const fields = new Map<string, Field>(
    Object.entries(shape).map(([key, field]) => [
      key,
      { fits: fitsOf(field), needed: field._zod.optin === undefined },
    ]),
  );
  const needed = [...fields.values()].filter((field) => field.needed).length;
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    let met = 0;
    // Like the schema, this sees inherited keys too: no object of ours has any.
    for (const key in value) {
      const field = fields.get(key);
      if (field === undefined || !field.fits((value as Record<string, unknown>)[key])) return false;
      if (field.needed) met += 1;
    }
    return met === needed;
  };
}

function arrayFits({ element, checks }: z.core.$ZodArrayDef): Fits {
  const fits = fitsOf(element);
  return both((value) => {
    if (!Array.isArray(value)) return false;
    for (const one of value as readonly unknown[]) if (!fits(one)) return false;
    return true;
  }, checks);
}

function numberFits(def: z.core.$ZodTypes["_zod"]["def"]): Fits {
  if (!("format" in def) || def.format !== "safeint") throw unknownTo("numbers that are not whole");
  return (value) => Number.isSafeInteger(value);
}

/** Told apart by one field, which names the only option worth looking at. */
function unionFits(def: z.core.$ZodUnionDef): Fits {
  if (!("discriminator" in def)) throw unknownTo("unions of anything");
  const field = String(def.discriminator);
  const options = new Map(
    def.options.flatMap((option) => {
      const fits = fitsOf(option);
      return [...(option._zod.propValues?.[field] ?? [])].map((value) => [value, fits] as const);
    }),
  );
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    options.get((value as Record<string, z.core.util.Primitive>)[field])?.(value) === true;
}

/** Keys and values must be such as a look does not change. */
function recordFits({ keyType, valueType }: z.core.$ZodRecordDef, schema: z.core.$ZodType): Fits {
  fitsOf(keyType);
  fitsOf(valueType);
  return asked(schema);
}

function both(first: Fits, checks: readonly z.core.$ZodCheck[] | undefined): Fits {
  const more = (checks ?? []).map(checkFits);
  if (more.length === 0) return first;
  const [second] = more;
  if (second !== undefined && more.length === 1) return (value) => first(value) && second(value);
  return (value) => first(value) && more.every((fits) => fits(value));
}

/** Of values whose kind is right. */
function checkFits(check: z.core.$ZodCheck): Fits {
  const { def } = (check as z.core.$ZodChecks | z.core.$ZodCustom)._zod;
  switch (def.check) {
    case "max_length":
      return (value) => (value as string).length <= def.maximum;
    case "min_length":
      return (value) => (value as string).length >= def.minimum;
    case "greater_than":
      if (!def.inclusive || typeof def.value !== "number") break;
      return (value) => (value as number) >= (def.value as number);
    case "string_format":
      if (def.format !== "regex" || def.pattern?.global !== false || def.pattern.sticky) break;
      return (value) => def.pattern?.test(value as string) === true;
    case "custom":
      // A refinement answers; one that gathers problems itself has no such function.
      if (typeof def.fn !== "function") break;
      return (value) => Boolean(def.fn(value));
  }
  throw unknownTo(`the check ${def.check}`);
}
