/** Passwords as argon2id, the parameters kept beside the hash so that they can be raised one day. */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(argon2);

/** OWASP's first choice for argon2id with little memory: 19 MiB, 2 passes, one lane. */
const MEMORY_KIBIBYTES = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** A stored hash that asks for more is not ours: checking it would tie up the machine. */
const MEMORY_KIBIBYTES_MAX = 262_144;
const PASSES_MAX = 10;
const LANES_MAX = 8;

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const TODAY: Parameters = { memory: MEMORY_KIBIBYTES, passes: PASSES, parallelism: LANES };
const FORM =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** One at a time: a crowd at the door may wait, but takes no more than 19 MiB. */
let last: Promise<unknown> = Promise.resolve();

function tagOf(password: string, salt: Buffer, parameters: Parameters): Promise<Buffer> {
  const mine = last.then(() =>
    derive("argon2id", {
      ...parameters,
      message: password.normalize("NFC"),
      nonce: salt,
      tagLength: TAG_BYTES,
    }),
  );
  last = mine.catch(() => undefined);
  return mine;
}

/** The password's hash in the usual form, `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(password, salt, TODAY);
  const { memory, passes, parallelism } = TODAY;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(tag)}`;
}

/** Whether the password fits. Throws when `stored` is no hash of ours. */
export async function fitsPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = FORM.exec(stored) ?? [];
  const wanted = Buffer.from(tag ?? "", "base64");
  const parameters = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  if (wanted.length !== TAG_BYTES || !isBearable(parameters))
    throw new TypeError("the stored password hash is not one of this program");
  return timingSafeEqual(
    await tagOf(password, Buffer.from(salt ?? "", "base64"), parameters),
    wanted,
  );
}

/** Takes as long as a wrong password takes: nobody can tell by the time which names there are. */
export async function fitsNobody(password: string): Promise<false> {
  await tagOf(password, Buffer.alloc(SALT_BYTES), TODAY);
  return false;
}

function isBearable({ memory, passes, parallelism }: Parameters): boolean {
  return memory <= MEMORY_KIBIBYTES_MAX && passes <= PASSES_MAX && parallelism <= LANES_MAX;
}

/** Base64 without the padding, as hashes of this form have it. */
function plain(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
