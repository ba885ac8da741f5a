/** Reading what a Bot API client sends: JSON, a query, or multipart with a file. */
import type { IncomingMessage } from "node:http";

const REQUEST_BYTES_MAX = 20_000_000;

/** A file that came with a call. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A call's parameters. Values of multipart and query fields are strings, or JSON where they can be read as such. */
export interface Call {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By the name that `attach://` gives. */
  readonly files: ReadonlyMap<string, SentFile>;
}

/** Reads the call out of a request. Rejects when the body is not what its type says. */
export async function readCall(request: IncomingMessage, method: string, url: URL): Promise<Call> {
  const body = await readBody(request);
  const query = Object.fromEntries([...url.searchParams].map(([key, text]) => [key, value(text)]));
  const type = request.headers["content-type"] ?? "";
  if (body.length === 0) return { method, parameters: query, files: new Map() };
  if (type.includes("multipart/form-data"))
    return { method, ...readMultipart(body, boundaryOf(type), query) };
  const given = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
  return { method, parameters: { ...query, ...given }, files: new Map() };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > REQUEST_BYTES_MAX) throw new Error("request entity too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function boundaryOf(type: string): string {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary === undefined) throw new Error("multipart without a boundary");
  return boundary;
}

/** By hand: grammY leaves file names unquoted, which strict parsers refuse. */
function readMultipart(
  body: Buffer,
  boundary: string,
  query: Readonly<Record<string, unknown>>,
): Omit<Call, "method"> {
  const parameters: Record<string, unknown> = { ...query };
  const files = new Map<string, SentFile>();
  for (const part of partsOf(body, Buffer.from(`--${boundary}`))) {
    const end = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, end).toString("utf8");
    const bytes = Buffer.from(part.subarray(end + 4));
    const name = /[;\s]name="?([^";\r\n]+)"?/i.exec(head)?.[1];
    const file = /filename="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (name === undefined) throw new Error("a part of a multipart body has no name");
    if (file === undefined) parameters[name] = value(bytes.toString("utf8"));
    else files.set(name, { name: file, bytes });
  }
  return { parameters, files };
}

function partsOf(body: Buffer, delimiter: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const start = at + delimiter.length + 2;
    const next = body.indexOf(delimiter, start);
    if (next < 0) break;
    parts.push(body.subarray(start, next - 2));
    at = next;
  }
  return parts;
}

function value(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
